namespace HieImaging.Fhir.FhirPath;

/// <summary><c>source.where(criterion)</c>.</summary>
internal sealed class WhereNode(PathNode source, PathNode criterion) : PathNode
{
    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        var list = scope.Rent();
        source.Into(scope, frame, list);
        for (var index = 0; index < list.Count && scope.Fault is null; index++)
        {
            if (criterion.Truth(scope, new PathFrame(list[index], index, frame.Total)) == PathTruth.True)
                output.Add(list[index]);
        }
        scope.Return(list);
    }

    internal override bool Any(PathScope scope, in PathFrame frame)
    {
        var list = scope.Rent();
        source.Into(scope, frame, list);
        var any = false;
        for (var index = 0; index < list.Count && !any && scope.Fault is null; index++)
            any = criterion.Truth(scope, new PathFrame(list[index], index, frame.Total)) == PathTruth.True;
        scope.Return(list);
        return any;
    }
}
