namespace HieImaging.Fhir.FhirPath;

/// <summary><c>source.count()</c>.</summary>
internal sealed class CountNode(PathNode source) : PathNode
{
    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output) =>
        output.Add(FhirNode.Of(source.Count(scope, frame)));

    internal override int Count(PathScope scope, in PathFrame frame) => 1;

    internal override bool Single(PathScope scope, in PathFrame frame, out FhirNode item)
    {
        item = FhirNode.Of(source.Count(scope, frame));
        return scope.Fault is null;
    }

    internal override bool TryCount(PathScope scope, in PathFrame frame, out int count)
    {
        count = source.Count(scope, frame);
        return scope.Fault is null;
    }
}
