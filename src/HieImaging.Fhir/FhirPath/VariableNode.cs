namespace HieImaging.Fhir.FhirPath;

/// <summary><c>%resource</c>, <c>%rootResource</c>, <c>%context</c>, <c>$index</c> or <c>$total</c>.</summary>
internal sealed class VariableNode(PathVariable variable) : PathNode
{
    internal override PathDependence Dependence =>
        variable is PathVariable.Resource or PathVariable.RootResource ? PathDependence.Scope : PathDependence.Frame;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        if (variable == PathVariable.Total)
            output.Add(frame.Total is { } total ? total.Items : default);
        else if (variable == PathVariable.Index)
            output.Add(FhirNode.Of(frame.Index));
        else
            output.Add(variable == PathVariable.Resource ? scope.Resource
                : variable == PathVariable.RootResource ? scope.RootResource
                : scope.Context);
    }
}
