namespace HieImaging.Fhir.FhirPath;

/// <summary><c>= != ~ !~</c>.</summary>
internal sealed class EqualityNode(string sign, PathNode left, PathNode right) : ConditionNode
{
    private readonly bool _turned = sign[0] == '!';
    private readonly bool _equivalence = sign.Contains('~', StringComparison.Ordinal);

    internal override PathDependence Dependence { get; } = Most(left, right);

    internal override PathTruth Truth(PathScope scope, in PathFrame frame)
    {
        if (!_equivalence && left.TryCount(scope, frame, out var one) && right is ConstantNode { Items: [var item] })
            return Turned(PathEquality.Equal(FhirNode.Of(one), item));
        var leftItems = scope.Rent();
        var rightItems = scope.Rent();
        left.Into(scope, frame, leftItems);
        right.Into(scope, frame, rightItems);
        var truth = _equivalence
            ? PathEquivalence.Equivalent(scope, leftItems.Items, rightItems.Items) ? PathTruth.True : PathTruth.False
            : PathEquality.Equal(leftItems.Items, rightItems.Items);
        scope.Return(leftItems);
        scope.Return(rightItems);
        return scope.Fault is null ? Turned(truth) : PathTruth.Failed;
    }

    private PathTruth Turned(PathTruth truth) => (_turned, truth) switch
    {
        (true, PathTruth.True) => PathTruth.False,
        (true, PathTruth.False) => PathTruth.True,
        _ => truth,
    };
}
