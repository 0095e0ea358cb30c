using System.Collections.Concurrent;
using HieImaging.DocumentStore;
using HieImaging.Identity.Candidates;
using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Linking;

/// <summary>Decides each record with each of its candidates, once, and stores what is worth keeping; pairs that are no more are
/// deleted.</summary>
/// <param name="decide">Null where nothing is worth keeping.</param>
internal sealed class StorePairs(DocumentSession session, Known known, Func<Comparable, Comparable, MatchDecision?> decide)
{
    // Of a feed's candidates hardly more; of a load's batch some thousands are decided on as many threads as there are.
    private const int Together = 512;

    /// <returns>Ids of those whose pairs were not so.</returns>
    public IReadOnlyList<string> Run(IReadOnlyList<SearchedRecord> searched)
    {
        var looked = searched.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        var now = new ConcurrentDictionary<(string Low, string High), StoredPair>();
        var candidates = CandidatesOf(searched, looked);
        if (candidates.Count <= Together)
            Decide(0, candidates.Count);
        else
            Parallel.ForEach(Partitioner.Create(0, candidates.Count, Together), range => Decide(range.Item1, range.Item2));
        var gone = known.Pairs.Keys.Where(key => (looked.Contains(key.Low) || looked.Contains(key.High)) && !now.ContainsKey(key)).ToList();
        var come = now.Values.Where(pair => !(known.Pairs.GetValueOrDefault(pair.Key) is { } stored && stored.SameAs(pair)))
            .OrderBy(pair => pair.Low, StringComparer.Ordinal).ThenBy(pair => pair.High, StringComparer.Ordinal).ToList();
        Write(gone, come);
        gone.ForEach(key => known.Pairs.Remove(key));
        come.ForEach(pair => known.Pairs[pair.Key] = pair);
        return [.. gone.SelectMany(key => (string[])[key.Low, key.High]).Concat(come.SelectMany(pair => (string[])[pair.Low, pair.High])).Where(looked.Contains)];

        void Decide(int from, int to)
        {
            for (var at = from; at < to; at++)
            {
                var (one, other, packed) = candidates[at];
                var decision = decide(one.Record!, Comparable.FromBytes(packed));
                LinkingMetrics.Decided(StoredPair.WordOf(decision?.Verdict ?? Verdict.None));
                if (decision is not null && StoredPair.Of(one.Id, other, decision) is { } pair)
                    now[pair.Key] = pair;
            }
        }
    }

    // Of two that are both searched each is the other's candidate.
    private static List<(SearchedRecord One, string Other, byte[] Packed)> CandidatesOf(IReadOnlyList<SearchedRecord> searched, HashSet<string> looked)
    {
        var candidates = new List<(SearchedRecord, string, byte[])>(searched.Sum(one => one.Candidates.Count));
        var met = new HashSet<(string, string)>();
        foreach (var one in searched.Where(one => one.Record is not null))
            foreach (var (other, packed) in one.Candidates.Values)
                if (!looked.Contains(other) || met.Add(string.CompareOrdinal(one.Id, other) < 0 ? (one.Id, other) : (other, one.Id)))
                    candidates.Add((one, other, packed));
        return candidates;
    }

    private void Write(List<(string Low, string High)> gone, List<StoredPair> come)
    {
        if (gone.Count > 0)
            session.Enqueue($"""
                delete from identity.pair pair
                using unnest({gone.Select(key => key.Low).ToArray()}, {gone.Select(key => key.High).ToArray()}) as gone (low, high)
                where pair.low = gone.low and pair.high = gone.high
                """);
        if (come.Count > 0)
            session.Enqueue($"""
                insert into identity.pair (low, high, verdict, bits, cut, model, evidence, decided_at)
                select low, high, verdict, bits, cut, model, evidence::jsonb, {session.Now}
                from unnest({come.Select(pair => pair.Low).ToArray()}, {come.Select(pair => pair.High).ToArray()}, {come.Select(pair => pair.Word).ToArray()},
                            {come.Select(pair => (double)pair.Bits).ToArray()}, {come.Select(pair => (double)pair.Cut).ToArray()},
                            {come.Select(pair => pair.Model).ToArray()}, {come.Select(pair => pair.Evidence).ToArray()})
                  as come (low, high, verdict, bits, cut, model, evidence)
                on conflict (low, high) do update set verdict = excluded.verdict, bits = excluded.bits, cut = excluded.cut, model = excluded.model,
                    evidence = excluded.evidence, decided_at = excluded.decided_at
                """);
    }
}
