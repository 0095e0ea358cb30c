namespace HieImaging.Fhir.FhirPath;

/// <summary><c>source is type</c>.</summary>
internal sealed class TypeTestNode(PathNode source, TypeSpecifier type) : ConditionNode
{
    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override PathTruth Truth(PathScope scope, in PathFrame frame)
    {
        if (!source.Single(scope, frame, out var item))
            return scope.Fault is null ? PathTruth.Empty : PathTruth.Failed;
        return type.Holds(item) ? PathTruth.True : PathTruth.False;
    }
}
