using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity;

/// <summary>The pairs that share a blocking key of the product.</summary>
/// <param name="Pairs">Positions in the list of records, the lower first, each pair once.</param>
/// <param name="Keys">How many keys the records have.</param>
/// <param name="LargestBucket">How many records share one key at most.</param>
internal sealed record CandidatePairs(IReadOnlyList<(int Low, int High)> Pairs, long Keys, int LargestBucket)
{
    /// <param name="first">Only pairs of one of the first so many records and one of the others; as many as there are records: all pairs.</param>
    public static CandidatePairs Of(IReadOnlyList<SaidRecord> records, int first)
    {
        var buckets = new Dictionary<long, List<int>>();
        var (pairs, keys) = (new List<(int, int)>(), 0L);
        var seen = new HashSet<int>();
        for (var at = 0; at < records.Count; at++)
        {
            seen.Clear();
            foreach (var key in BlockingKeys.Of(records[at].Comparable))
            {
                keys++;
                if (!buckets.TryGetValue(key, out var bucket))
                    buckets[key] = bucket = [];
                foreach (var other in bucket)
                    if (IsAsked(other, at, first, records.Count) && seen.Add(other))
                        pairs.Add((other, at));
                bucket.Add(at);
            }
        }
        return new CandidatePairs(pairs, keys, buckets.Count == 0 ? 0 : buckets.Values.Max(bucket => bucket.Count));
    }

    /// <summary>All pairs of records that could be compared.</summary>
    public static long AllOf(int records, int first) => first < records ? (long)first * (records - first) : (long)records * (records - 1) / 2;

    private static bool IsAsked(int low, int high, int first, int count) => first == count || low < first && high >= first;
}
