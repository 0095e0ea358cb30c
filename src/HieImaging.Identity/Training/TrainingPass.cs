using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Training;

/// <summary>One way of finding pairs that are often the same person: records that are equal in something. What they were found by is not learned from
/// them.</summary>
internal sealed record TrainingPass(string Name, Func<Comparable, IEnumerable<string>> KeysOf, IReadOnlyList<MatchField> FoundBy)
{
    // A bucket this large says little for any of its pairs.
    private const int Largest = 60;

    public static IReadOnlyList<TrainingPass> All { get; } =
    [
        new("birth date", record => record.BirthDate.IsWhole ? [record.BirthDate.ToString()] : [], [MatchField.BirthDate]),
        new("identifier", record => record.Identifiers.Select(identifier => identifier.System + "|" + identifier.Key), [MatchField.Identifier]),
        new("names", record => record.Given.IsMissing || record.Family.IsMissing ? [] : [record.Given.Joined + "|" + record.Family.Joined],
            [MatchField.Given, MatchField.Family, MatchField.Names]),
        new("address", record => record.Address is { Street.Length: > 0, PostalCode.Length: > 0 } address ? [address.Street + "|" + address.PostalCode] : [],
            [MatchField.Line, MatchField.PostalCode]),
        new("telephone", record => record.Phones, [MatchField.Phone]),
    ];

    /// <summary>The levels of every pair that the pass finds, once each.</summary>
    public IReadOnlyList<Levels> Pairs(IReadOnlyList<Comparable> records)
    {
        var buckets = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var at = 0; at < records.Count; at++)
            foreach (var key in KeysOf(records[at]))
                if (buckets.TryGetValue(key, out var bucket))
                    bucket.Add(at);
                else
                    buckets[key] = [at];
        var pairs = new HashSet<(int, int)>();
        foreach (var bucket in buckets.Values.Where(bucket => bucket.Count is > 1 and <= Largest))
            for (var i = 0; i < bucket.Count; i++)
                for (var j = i + 1; j < bucket.Count; j++)
                    pairs.Add((bucket[i], bucket[j]));
        return [.. pairs.Order().Select(pair => Levels.Of(records[pair.Item1], records[pair.Item2]))];
    }
}
