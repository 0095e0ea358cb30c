namespace HieImaging.Fhir.FhirPath;

/// <summary><c>source.hasValue()</c>: one primitive, and it has a value (R4, 2.9.3).</summary>
internal sealed class HasValueNode(PathNode source) : ConditionNode
{
    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override PathTruth Truth(PathScope scope, in PathFrame frame)
    {
        if (source is ThisNode && frame.All is null)
            return frame.This.HasValue || frame.This.System is not null ? PathTruth.True : PathTruth.False;
        var list = scope.Rent();
        source.Into(scope, frame, list);
        var has = list.Count == 1 && (list[0].HasValue || list[0].System is not null);
        scope.Return(list);
        return scope.Fault is not null ? PathTruth.Failed : has ? PathTruth.True : PathTruth.False;
    }
}
