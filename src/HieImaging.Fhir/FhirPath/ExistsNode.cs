namespace HieImaging.Fhir.FhirPath;

/// <summary><c>source.exists()</c> and <c>source.empty()</c>: nothing is gathered where the source can tell.</summary>
internal sealed class ExistsNode(PathNode source, bool whether) : ConditionNode
{
    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override PathTruth Truth(PathScope scope, in PathFrame frame)
    {
        var any = source.Any(scope, frame);
        return scope.Fault is not null ? PathTruth.Failed : any == whether ? PathTruth.True : PathTruth.False;
    }
}
