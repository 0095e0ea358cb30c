namespace HieImaging.Fhir.FhirPath;

/// <summary><c>left | right</c>: each item once.</summary>
internal sealed class UnionNode(PathNode left, PathNode right) : PathNode
{
    internal override PathDependence Dependence { get; } = Most(left, right);

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        var list = scope.Rent();
        left.Into(scope, frame, list);
        right.Into(scope, frame, list);
        DistinctItems.Add(list.Items, output);
        scope.Return(list);
    }

    internal override bool Any(PathScope scope, in PathFrame frame) => left.Any(scope, frame) || right.Any(scope, frame);
}
