namespace HieImaging.Fhir.FhirPath;

/// <summary>A part of a compiled expression. It has no state and is used by many threads; what it needs stands in scope and
/// frame.</summary>
internal abstract class PathNode
{
    /// <summary>What its value depends on.</summary>
    internal abstract PathDependence Dependence { get; }

    /// <summary>Adds its items to a list, in order.</summary>
    internal abstract void Into(PathScope scope, in PathFrame frame, NodeList output);

    /// <summary>Whether it has an item.</summary>
    internal virtual bool Any(PathScope scope, in PathFrame frame) => Count(scope, frame) > 0;

    /// <summary>How many items it has.</summary>
    internal virtual int Count(PathScope scope, in PathFrame frame)
    {
        var list = scope.Rent();
        Into(scope, frame, list);
        var count = list.Count;
        scope.Return(list);
        return count;
    }

    /// <summary>Its one item; false where it has none, and where it has more: that is a fault.</summary>
    internal virtual bool Single(PathScope scope, in PathFrame frame, out FhirNode item)
    {
        var list = scope.Rent();
        Into(scope, frame, list);
        var found = list.Single(scope, out item);
        scope.Return(list);
        return found;
    }

    /// <summary>What it says where a Boolean is expected: any other single item is true (FHIRPath N1, 4.5).</summary>
    internal virtual PathTruth Truth(PathScope scope, in PathFrame frame)
    {
        if (!Single(scope, frame, out var item))
            return scope.Fault is null ? PathTruth.Empty : PathTruth.Failed;
        return item.Kind != PathKind.Boolean || item.AsBoolean ? PathTruth.True : PathTruth.False;
    }

    /// <summary>The number where it is known to be a count; false where it has to be worked out.</summary>
    internal virtual bool TryCount(PathScope scope, in PathFrame frame, out int count)
    {
        count = 0;
        return false;
    }

    private protected static PathDependence Most(PathNode one, PathNode other) =>
        one.Dependence > other.Dependence ? one.Dependence : other.Dependence;
}
