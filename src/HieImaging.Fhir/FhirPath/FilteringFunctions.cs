namespace HieImaging.Fhir.FhirPath;

/// <summary>What is made of each item, and what of all (FHIRPath N1, 5.2, 5.11, 7).</summary>
internal static class FilteringFunctions
{
    internal static void AddTo(Dictionary<string, PathFunction> functions)
    {
        functions.Add("select", new(1, 1, Select, BindsThis: true));
        functions.Add("repeat", new(1, 1, Repeat, BindsThis: true));
        functions.Add("aggregate", new(1, 2, Aggregate));
        functions.Add("iif", new(2, 3, Iif));
        functions.Add("trace", new(1, 2, (in call, in _, output) => output.Add(call.Input.Items)));
        functions.Add("now", new(0, 0, (in call, in _, output) => output.Add(FhirNode.Of(PathDate.Of(call.Scope.Now)))));
        functions.Add("today", new(0, 0, (in call, in _, output) => output.Add(FhirNode.Of(PathDate.Of(call.Scope.Now).Date))));
        functions.Add("timeOfDay", new(0, 0, (in call, in _, output) =>
            output.Add(FhirNode.Of(new PathTime(call.Scope.Now.TimeOfDay.Ticks, 3)))));
        functions.Add("type", new(0, 0, Type));
    }

    private static void Select(in PathCall call, in PathFrame frame, NodeList output)
    {
        for (var index = 0; index < call.Input.Count && call.Scope.Fault is null; index++)
            call.Argument(0).Into(call.Scope, new PathFrame(call.Input[index], index, frame.Total), output);
    }

    /// <summary>Each item once, so that a circle ends.</summary>
    private static void Repeat(in PathCall call, in PathFrame frame, NodeList output)
    {
        var seen = new HashSet<FhirNode>(PathEquality.Comparer);
        var next = new Queue<FhirNode>(call.Input.Items.ToArray());
        var found = call.Scope.Rent();
        while (next.TryDequeue(out var item) && call.Scope.Fault is null)
        {
            call.Argument(0).Into(call.Scope, new PathFrame(item, 0, frame.Total), found);
            foreach (ref readonly var one in found.Items)
            {
                if (!seen.Add(one))
                    continue;
                output.Add(one);
                next.Enqueue(one);
            }
            found.Clear();
        }
        call.Scope.Return(found);
    }

    private static void Aggregate(in PathCall call, in PathFrame frame, NodeList output)
    {
        var total = call.Scope.Rent();
        var next = call.Scope.Rent();
        if (call.Has(1))
            call.Argument(1).Into(call.Scope, frame, total);
        for (var index = 0; index < call.Input.Count && call.Scope.Fault is null; index++)
        {
            call.Argument(0).Into(call.Scope, new PathFrame(call.Input[index], index, total), next);
            total.Clear();
            (total, next) = (next, total);
        }
        output.Add(total.Items);
        call.Scope.Return(total);
        call.Scope.Return(next);
    }

    /// <summary>Only the branch that is meant is looked at. <c>$this</c> is the input, whole.</summary>
    private static void Iif(in PathCall call, in PathFrame frame, NodeList output)
    {
        var inner = new PathFrame(call.Input, frame);
        var truth = call.Argument(0).Truth(call.Scope, inner);
        if (truth == PathTruth.True)
            call.Argument(1).Into(call.Scope, inner, output);
        else if (truth != PathTruth.Failed && call.Has(2))
            call.Argument(2).Into(call.Scope, inner, output);
    }

    private static void Type(in PathCall call, in PathFrame frame, NodeList output)
    {
        foreach (ref readonly var item in call.Input.Items)
        {
            if (TypeSpecifier.Of(item) is { } type)
                output.Add(FhirNode.Of(type));
        }
    }
}
