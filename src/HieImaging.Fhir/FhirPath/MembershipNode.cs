namespace HieImaging.Fhir.FhirPath;

/// <summary><c>item in collection</c>; <c>contains</c> is the same turned round.</summary>
internal sealed class MembershipNode(PathNode member, PathNode collection) : ConditionNode
{
    private const int Few = 8;

    internal override PathDependence Dependence { get; } = Most(member, collection);

    internal override PathTruth Truth(PathScope scope, in PathFrame frame)
    {
        if (!member.Single(scope, frame, out var item))
            return scope.Fault is null ? PathTruth.Empty : PathTruth.Failed;
        if (collection is ConstantNode constant)
            return Of(Among(scope, item, constant.Items));
        if (collection is OnceNode once)
        {
            var found = once.Found(scope);
            return scope.Fault is not null ? PathTruth.Failed
                : Of(found.Count > Few ? scope.Set(found).Contains(item) : Among(scope, item, found.Items));
        }
        var list = scope.Rent();
        collection.Into(scope, frame, list);
        var among = Among(scope, item, list.Items);
        scope.Return(list);
        return scope.Fault is null ? Of(among) : PathTruth.Failed;
    }

    private static bool Among(PathScope scope, in FhirNode item, ReadOnlySpan<FhirNode> items)
    {
        if (!scope.Spend(items.Length))
            return false;
        foreach (ref readonly var one in items)
        {
            if (PathEquality.Equal(item, one) == PathTruth.True)
                return true;
        }
        return false;
    }

    private static PathTruth Of(bool among) => among ? PathTruth.True : PathTruth.False;
}
