namespace HieImaging.Fhir.FhirPath;

/// <summary><c>source.children()</c> and <c>source.descendants()</c>.</summary>
internal sealed class ChildrenNode(PathNode source, bool all) : PathNode
{
    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        var next = output.Count;
        if (source is ThisNode && frame.All is null)
            ElementChildren.Add(frame.This, output);
        else
        {
            var list = scope.Rent();
            source.Into(scope, frame, list);
            foreach (ref readonly var item in list.Items)
                ElementChildren.Add(item, output);
            scope.Return(list);
        }
        for (; all && next < output.Count; next++)
            {
            var item = output[next];
            ElementChildren.Add(item, output);
        }
    }

    internal override int Count(PathScope scope, in PathFrame frame)
    {
        if (all || source is not ThisNode || frame.All is not null)
            return base.Count(scope, frame);
        var count = ElementChildren.Count(frame.This);
        return scope.Spend(count) ? count : 0;
    }
}
