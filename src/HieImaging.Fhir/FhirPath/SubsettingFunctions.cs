namespace HieImaging.Fhir.FhirPath;

/// <summary>Parts of a collection and two put together (FHIRPath N1, 5.3, 5.4).</summary>
internal static class SubsettingFunctions
{
    internal static void AddTo(Dictionary<string, PathFunction> functions)
    {
        functions.Add("single", new(0, 0, (in call, in _, output) => Single(call, output)));
        functions.Add("first", new(0, 0, (in call, in _, output) => Range(call, output, 0, 1)));
        functions.Add("last", new(0, 0, (in call, in _, output) => Range(call, output, call.Input.Count - 1, 1)));
        functions.Add("tail", new(0, 0, (in call, in _, output) => Range(call, output, 1, int.MaxValue)));
        functions.Add("skip", new(1, 1, (in call, in frame, output) =>
        {
            if (call.Whole(0, frame, out var number))
                Range(call, output, number, int.MaxValue);
        }));
        functions.Add("take", new(1, 1, (in call, in frame, output) =>
        {
            if (call.Whole(0, frame, out var number))
                Range(call, output, 0, number);
        }));
        functions.Add("intersect", new(1, 1, (in call, in frame, output) => Common(call, frame, output, wanted: true)));
        functions.Add("exclude", new(1, 1, (in call, in frame, output) => Common(call, frame, output, wanted: false)));
        functions.Add("union", new(1, 1, (in call, in frame, output) =>
        {
            call.Argument(0).Into(call.Scope, frame, call.Input);
            DistinctItems.Add(call.Input.Items, output);
        }));
        functions.Add("combine", new(1, 1, (in call, in frame, output) =>
        {
            output.Add(call.Input.Items);
            call.Argument(0).Into(call.Scope, frame, output);
        }));
    }

    private static void Single(in PathCall call, NodeList output)
    {
        if (call.Item(out var item))
            output.Add(item);
    }

    private static void Range(in PathCall call, NodeList output, int start, int count)
    {
        start = Math.Clamp(start, 0, call.Input.Count);
        output.Add(call.Input.Items.Slice(start, Math.Clamp(count, 0, call.Input.Count - start)));
    }

    /// <summary>An intersection has each item once; what is left over is left as it was.</summary>
    private static void Common(in PathCall call, in PathFrame frame, NodeList output, bool wanted)
    {
        var others = call.Set(0, frame);
        var given = new HashSet<FhirNode>(PathEquality.Comparer);
        foreach (ref readonly var item in call.Input.Items)
        {
            if (others.Contains(item) == wanted && (!wanted || given.Add(item)))
                output.Add(item);
        }
    }
}
