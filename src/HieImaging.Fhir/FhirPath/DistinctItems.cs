namespace HieImaging.Fhir.FhirPath;

/// <summary>Each item of a collection once, where it stands first.</summary>
internal static class DistinctItems
{
    private const int Few = 8;

    internal static void Add(ReadOnlySpan<FhirNode> items, NodeList output)
    {
        if (items.Length <= 1)
        {
            output.Add(items);
            return;
        }
        if (items.Length > Few)
        {
            var seen = new HashSet<FhirNode>(items.Length, PathEquality.Comparer);
            foreach (ref readonly var item in items)
            {
                if (seen.Add(item))
                    output.Add(item);
            }
            return;
        }
        for (var index = 0; index < items.Length; index++)
        {
            if (!Holds(items[..index], items[index]))
                output.Add(items[index]);
        }
    }

    internal static bool AreAll(ReadOnlySpan<FhirNode> items)
    {
        if (items.Length > Few)
        {
            var seen = new HashSet<FhirNode>(items.Length, PathEquality.Comparer);
            foreach (ref readonly var item in items)
            {
                if (!seen.Add(item))
                    return false;
            }
            return true;
        }
        for (var index = 1; index < items.Length; index++)
        {
            if (Holds(items[..index], items[index]))
                return false;
        }
        return true;
    }

    private static bool Holds(ReadOnlySpan<FhirNode> items, in FhirNode item)
    {
        foreach (ref readonly var one in items)
        {
            if (PathEquality.Equal(one, item) == PathTruth.True)
                return true;
        }
        return false;
    }
}
