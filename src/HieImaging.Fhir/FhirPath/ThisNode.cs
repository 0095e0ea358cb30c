namespace HieImaging.Fhir.FhirPath;

/// <summary><c>$this</c>.</summary>
internal sealed class ThisNode : PathNode
{
    internal static readonly ThisNode Instance = new();

    private ThisNode() { }

    internal override PathDependence Dependence => PathDependence.Frame;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        if (frame.All is { } all)
            output.Add(all.Items);
        else
            output.Add(frame.This);
    }

    internal override int Count(PathScope scope, in PathFrame frame) => frame.All?.Count ?? 1;

    internal override bool Single(PathScope scope, in PathFrame frame, out FhirNode item)
    {
        if (frame.All is { } all)
            return all.Single(scope, out item);
        item = frame.This;
        return true;
    }
}
