namespace HieImaging.Fhir.FhirPath;

/// <summary><c>-source</c> and <c>+source</c>.</summary>
internal sealed class NegationNode(PathNode source, bool negative) : PathNode
{
    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        if (!source.Single(scope, frame, out var item))
            return;
        if (!negative)
            output.Add(item);
        else if (item.Kind == PathKind.Quantity && item.AsQuantity is { } quantity)
            output.Add(FhirNode.Of(quantity with { Value = -quantity.Value }));
        else if (item.TryNumber(out var number))
            output.Add(item.Kind == PathKind.Integer && number > long.MinValue ? FhirNode.Of((long)-number) : FhirNode.Of(-number));
        else
            scope.Fail("Only a number has a sign.");
    }
}
