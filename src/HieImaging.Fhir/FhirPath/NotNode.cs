namespace HieImaging.Fhir.FhirPath;

/// <summary><c>source.not()</c>.</summary>
internal sealed class NotNode(PathNode source) : ConditionNode
{
    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override PathTruth Truth(PathScope scope, in PathFrame frame) => source.Truth(scope, frame) switch
    {
        PathTruth.True => PathTruth.False,
        PathTruth.False => PathTruth.True,
        var other => other,
    };
}
