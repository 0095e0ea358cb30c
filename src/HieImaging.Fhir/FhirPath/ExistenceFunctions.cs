namespace HieImaging.Fhir.FhirPath;

/// <summary>What a collection holds (FHIRPath N1, 5.1).</summary>
internal static class ExistenceFunctions
{
    internal static void AddTo(Dictionary<string, PathFunction> functions)
    {
        functions.Add("all", new(1, 1, All, BindsThis: true));
        functions.Add("allTrue", new(0, 0, (in call, in _, output) => Each(call, output, PathTruth.True, every: true)));
        functions.Add("anyTrue", new(0, 0, (in call, in _, output) => Each(call, output, PathTruth.True, every: false)));
        functions.Add("allFalse", new(0, 0, (in call, in _, output) => Each(call, output, PathTruth.False, every: true)));
        functions.Add("anyFalse", new(0, 0, (in call, in _, output) => Each(call, output, PathTruth.False, every: false)));
        functions.Add("subsetOf", new(1, 1, (in call, in frame, output) => Subset(call, frame, output, turned: false)));
        functions.Add("supersetOf", new(1, 1, (in call, in frame, output) => Subset(call, frame, output, turned: true)));
        functions.Add("distinct", new(0, 0, (in call, in _, output) => DistinctItems.Add(call.Input.Items, output)));
        functions.Add("isDistinct", new(0, 0, (in call, in _, output) => output.Add(FhirNode.Of(DistinctItems.AreAll(call.Input.Items)))));
    }

    private static void All(in PathCall call, in PathFrame frame, NodeList output)
    {
        for (var index = 0; index < call.Input.Count && call.Scope.Fault is null; index++)
        {
            if (call.Argument(0).Truth(call.Scope, new PathFrame(call.Input[index], index, frame.Total)) != PathTruth.True)
            {
                output.Add(FhirNode.Of(false));
                return;
            }
        }
        output.Add(FhirNode.Of(true));
    }

    private static void Each(in PathCall call, NodeList output, PathTruth wanted, bool every)
    {
        foreach (ref readonly var item in call.Input.Items)
        {
            if (item.Kind != PathKind.Boolean)
            {
                call.Scope.Fail("A Boolean was expected.");
                return;
            }
            if ((item.AsBoolean == (wanted == PathTruth.True)) != every)
            {
                output.Add(FhirNode.Of(!every));
                return;
            }
        }
        output.Add(FhirNode.Of(every));
    }

    private static void Subset(in PathCall call, in PathFrame frame, NodeList output, bool turned)
    {
        var other = call.Scope.Rent();
        call.Argument(0).Into(call.Scope, frame, other);
        var (small, large) = turned ? (other, call.Input) : (call.Input, other);
        var set = new HashSet<FhirNode>(large.Items.ToArray(), PathEquality.Comparer);
        var holds = true;
        foreach (ref readonly var item in small.Items)
            holds = holds && set.Contains(item);
        call.Scope.Return(other);
        output.Add(FhirNode.Of(holds));
    }
}
