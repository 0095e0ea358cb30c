using HieImaging.DocumentStore;
using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Linking;

/// <summary>
/// Opens what a human is to look at, and supersedes what has come to an end by itself. Items are of two source identities, so that no link
/// and no merge orphans one (JeMPI PR 203). What was decided stays, for its assertion holds; it opens again when that is revoked.
/// </summary>
internal sealed class StoreReviews(DocumentSession session, Known known)
{
    /// <param name="searched">Whose candidates were looked for: whether one has too many is known of these alone.</param>
    public void Run(PersonPlan plan, IReadOnlyCollection<string> members, IEnumerable<string> overflowing, IReadOnlySet<string> searched)
    {
        var wanted = Wanted(plan, overflowing);
        foreach (var (key, (reason, pair)) in wanted.OrderBy(one => one.Key.Low, StringComparer.Ordinal).ThenBy(one => one.Key.High, StringComparer.Ordinal))
            if (known.Reviews.GetValueOrDefault(key) is not { IsOpen: true } open || open.Reason != reason || open.Bits != pair?.Bits || open.Model != pair?.Model)
                Open(key, reason, pair);

        var scope = members.ToHashSet(StringComparer.Ordinal);
        var over = known.Reviews.Values
            .Where(item => item.IsOpen && !wanted.ContainsKey(item.Key) && (scope.Contains(item.Low) || scope.Contains(item.High)))
            .Where(item => item.Low != item.High || searched.Contains(item.Low)).ToList();
        if (over.Count == 0)
            return;
        session.Enqueue($"""
            update identity.review_item item set state = 'superseded'
            from unnest({over.Select(item => item.Low).ToArray()}, {over.Select(item => item.High).ToArray()},
                        {over.Select(item => StoredReview.WordOf(item.Kind)).ToArray()}) as over (low, high, kind)
            where item.low = over.low and item.high = over.high and item.kind = over.kind and item.state = 'open'
              and item.votes = '[]'                                                 -- what a human has begun, humans end
            """);
        foreach (var kind in over.GroupBy(item => item.Kind))
            LinkingMetrics.Review(StoredReview.WordOf(kind.Key), "superseded", kind.Count());
    }

    private Dictionary<(string Low, string High, DoubtKind Kind), (string Reason, StoredPair? Pair)> Wanted(PersonPlan plan, IEnumerable<string> overflowing)
    {
        var personOf = plan.Persons.SelectMany(person => person.Live.Select(source => (source.Id, Person: person.Id)))
            .ToDictionary(one => one.Id, one => one.Person, StringComparer.Ordinal);
        var asserted = known.Assertions.Select(said => (said.Low, said.High)).ToHashSet();
        var wanted = new Dictionary<(string, string, DoubtKind), (string, StoredPair?)>();
        foreach (var pair in known.Pairs.Values.Where(pair => pair.Verdict == Verdict.Review && !asserted.Contains(pair.Key)))
            if (personOf.GetValueOrDefault(pair.Low) is not { } person || person != personOf.GetValueOrDefault(pair.High))
                wanted[(pair.Low, pair.High, DoubtKind.Pair)] = (pair.Why().Veto ?? "near the cut", pair);
        foreach (var doubt in plan.Doubts.Where(doubt => doubt.Kind == DoubtKind.Contradiction || !asserted.Contains((doubt.Low, doubt.High))))
            wanted[(doubt.Low, doubt.High, doubt.Kind)] = (doubt.Reason, known.Pairs.GetValueOrDefault((doubt.Low, doubt.High)));
        foreach (var id in overflowing)
            wanted[(id, id, DoubtKind.Pair)] = (DoubtReason.Overflow, null);
        return wanted;
    }

    private void Open((string Low, string High, DoubtKind Kind) key, string reason, StoredPair? pair)
    {
        var kind = StoredReview.WordOf(key.Kind);
        session.Enqueue($"""
            insert into identity.review_item as item (low, high, kind, reason, bits, evidence, model, opened_at)
            values ({key.Low}, {key.High}, {kind}, {reason}, {(double?)pair?.Bits}, {pair?.Evidence ?? "{}"}::jsonb, {pair?.Model}, {session.Now})
            on conflict (low, high, kind) do update set reason = excluded.reason, bits = excluded.bits, evidence = excluded.evidence, model = excluded.model,
                opened_at = case when item.state = 'open' then item.opened_at else excluded.opened_at end, state = 'open', decided_at = null,
                claimed_by = case when item.state = 'open' then item.claimed_by end, claimed_at = case when item.state = 'open' then item.claimed_at end,
                votes = case when item.state = 'open' then item.votes else '[]' end
            """);
        LinkingMetrics.Review(kind, "opened", 1);
    }
}
