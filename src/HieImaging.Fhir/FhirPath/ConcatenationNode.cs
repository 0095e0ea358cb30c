namespace HieImaging.Fhir.FhirPath;

/// <summary><c>left &amp; right</c>: strings, an empty side being ''.</summary>
internal sealed class ConcatenationNode(PathNode left, PathNode right) : PathNode
{
    internal override PathDependence Dependence { get; } = Most(left, right);

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        var text = left.Single(scope, frame, out var one) ? Text(scope, one) : "";
        var more = right.Single(scope, frame, out var other) ? Text(scope, other) : "";
        if (scope.Spend((text.Length + more.Length) / 16))
            output.Add(FhirNode.Of(text + more));
    }

    private static string Text(PathScope scope, in FhirNode item)
    {
        if (item.Kind == PathKind.String)
            return item.AsText;
        if (item.Kind != PathKind.None || item.Type is not { IsPrimitive: true })
            scope.Fail("Only strings are joined.");
        return "";
    }
}
