namespace HieImaging.Fhir.FhirPath;

/// <summary>Items that stand in the expression itself.</summary>
internal sealed class ConstantNode(params FhirNode[] items) : PathNode
{
    internal override PathDependence Dependence => PathDependence.Nothing;

    internal ReadOnlySpan<FhirNode> Items => items;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output) => output.Add(items);

    internal override int Count(PathScope scope, in PathFrame frame) => items.Length;

    internal override bool Single(PathScope scope, in PathFrame frame, out FhirNode item)
    {
        item = items.Length > 0 ? items[0] : default;
        if (items.Length > 1)
            scope.Fail("One item was expected.");
        return items.Length == 1;
    }
}
