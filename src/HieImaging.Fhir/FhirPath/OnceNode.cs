namespace HieImaging.Fhir.FhirPath;

/// <summary>A part that depends on the scope alone: it is found once for all evaluations over the resource, or <c>contained.where(…)</c>
/// would
/// look through the whole resource for each contained one.</summary>
internal sealed class OnceNode(PathNode inner) : PathNode
{
    internal override PathDependence Dependence => PathDependence.Scope;

    internal NodeList Found(PathScope scope) => scope.Once(inner);

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output) => output.Add(Found(scope).Items);

    internal override int Count(PathScope scope, in PathFrame frame) => Found(scope).Count;

    internal override bool Single(PathScope scope, in PathFrame frame, out FhirNode item) => Found(scope).Single(scope, out item);
}
