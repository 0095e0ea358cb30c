namespace HieImaging.Fhir.FhirPath;

/// <summary><c>source as type</c> and <c>source.ofType(type)</c>: the items of a type. R4's invariants put <c>as</c> on many items and mean
/// those that are of the type (dom-3).</summary>
internal sealed class TypeNode(PathNode source, TypeSpecifier type) : PathNode
{
    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        var list = scope.Rent();
        source.Into(scope, frame, list);
        foreach (ref readonly var item in list.Items)
        {
            if (type.Holds(item))
                output.Add(item);
        }
        scope.Return(list);
    }
}
