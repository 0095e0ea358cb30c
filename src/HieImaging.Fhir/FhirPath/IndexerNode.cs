namespace HieImaging.Fhir.FhirPath;

/// <summary><c>source[index]</c>, from 0.</summary>
internal sealed class IndexerNode(PathNode source, PathNode index) : PathNode
{
    internal override PathDependence Dependence { get; } = Most(source, index);

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        if (!index.Single(scope, frame, out var place))
            return;
        if (place.Kind != PathKind.Integer || !place.TryNumber(out var number))
        {
            scope.Fail("An index is an Integer.");
            return;
        }
        var list = scope.Rent();
        source.Into(scope, frame, list);
        if (number >= 0 && number < list.Count)
            output.Add(list[(int)number]);
        scope.Return(list);
    }
}
