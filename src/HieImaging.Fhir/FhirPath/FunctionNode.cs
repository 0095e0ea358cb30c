namespace HieImaging.Fhir.FhirPath;

/// <summary>A function that looks at its input whole.</summary>
internal sealed class FunctionNode(PathNode source, PathNode[] arguments, PathFunction function) : PathNode
{
    internal override PathDependence Dependence { get; } = (PathDependence)Math.Max(
        (int)PathDependence.Scope,
        Math.Max(
            (int)source.Dependence,
            function.BindsThis ? 0 : arguments.Select(argument => (int)argument.Dependence).DefaultIfEmpty().Max()));

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        var input = scope.Rent();
        source.Into(scope, frame, input);
        if (scope.Fault is null)
            function.Body(new PathCall(scope, input, arguments), frame, output);
        scope.Return(input);
    }
}
