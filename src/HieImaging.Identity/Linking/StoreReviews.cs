using HieImaging.DocumentStore;
using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Linking;

/// <summary>
/// Opens what a human is to look at, and supersedes what has come to an end by itself. Items are of two source identities, so that no link
/// and no merge orphans one (JeMPI PR 203). What was decided stays, for its assertion holds; it opens again when that is revoked.
/// </summary>
internal sealed class StoreReviews(DocumentSession session, Known known)
{
    // Each is opened once, whoever of its two sides wants it.
    private readonly SortedDictionary<(string Low, string High, DoubtKind Kind), (string Reason, StoredPair? Pair)> _opened =
        new(Comparer<(string Low, string High, DoubtKind Kind)>.Create((one, other) =>
            string.CompareOrdinal(one.Low, other.Low) is not 0 and var low ? low
            : string.CompareOrdinal(one.High, other.High) is not 0 and var high ? high : one.Kind.CompareTo(other.Kind)));

    private readonly ILookup<string, StoredPair> _doubtful = known.Pairs.Values.Where(pair => pair.Verdict == Verdict.Review)
        .SelectMany(pair => new[] { (Id: pair.Low, Pair: pair), (Id: pair.High, Pair: pair) })
        .ToLookup(one => one.Id, one => one.Pair, StringComparer.Ordinal);

    /// <param name="searched">Whose candidates were looked for: whether one has too many is known of these alone.</param>
    public void Run(PersonPlan plan, IReadOnlyCollection<string> members, IEnumerable<string> overflowing, IReadOnlySet<string> searched)
    {
        var wanted = Wanted(plan, members, overflowing);
        foreach (var (key, (reason, pair)) in wanted)
            if (IsNews(known.Reviews.GetValueOrDefault(key), reason, pair, searched))
                _opened[key] = (reason, pair);

        var scope = members.ToHashSet(StringComparer.Ordinal);
        var over = known.Reviews.Values
            .Where(item => item.IsOpen && !wanted.ContainsKey(item.Key) && (scope.Contains(item.Low) || scope.Contains(item.High)))
            .Where(item => item.Low != item.High || item.Reason == DoubtReason.TooLarge || searched.Contains(item.Low)).ToList();
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

    // What a steward has noted of a record alone is no news until that record says something else.
    private static bool IsNews(StoredReview? item, string reason, StoredPair? pair, IReadOnlySet<string> searched) => item switch
    {
        { IsOpen: true } => item.Reason != reason || item.Bits != pair?.Bits || item.Model != pair?.Model,
        { State: "refused" } when item.Low == item.High => item.Reason != reason || searched.Contains(item.Low),
        _ => true,
    };

    private Dictionary<(string Low, string High, DoubtKind Kind), (string Reason, StoredPair? Pair)> Wanted(
        PersonPlan plan, IEnumerable<string> members, IEnumerable<string> overflowing)
    {
        var personOf = plan.Persons.SelectMany(person => person.Live.Select(source => (source.Id, Person: person.Id)))
            .ToDictionary(one => one.Id, one => one.Person, StringComparer.Ordinal);
        // what is decided of a number that was given up is decided of its survivor
        var asserted = known.Assertions.SelectMany(said => new[] { said, PersonPlan.Resolved(said, known) })
            .Select(said => (said.Low, said.High)).ToHashSet();
        var wanted = new Dictionary<(string, string, DoubtKind), (string, StoredPair?)>();
        foreach (var pair in members.SelectMany(id => _doubtful[id]).Where(pair => !asserted.Contains(pair.Key)))
            if (personOf.GetValueOrDefault(pair.Low) is not { } person || person != personOf.GetValueOrDefault(pair.High))
                wanted[(pair.Low, pair.High, DoubtKind.Pair)] = (pair.Why().Veto ?? "near the cut", pair);
        foreach (var doubt in plan.Doubts.Where(doubt => doubt.Kind == DoubtKind.Contradiction || !asserted.Contains((doubt.Low, doubt.High))))
            wanted[(doubt.Low, doubt.High, doubt.Kind)] = (doubt.Reason, known.Pairs.GetValueOrDefault((doubt.Low, doubt.High)));
        foreach (var id in overflowing)
            wanted[(id, id, DoubtKind.Pair)] = (DoubtReason.Overflow, null);
        return wanted;
    }

    /// <summary>Opens what was found of all.</summary>
    public void Open()
    {
        if (_opened.Count == 0)
            return;
        T[] Each<T>(Func<(string Low, string High, DoubtKind Kind), string, StoredPair?, T> value) =>
            [.. _opened.Select(one => value(one.Key, one.Value.Reason, one.Value.Pair))];
        session.Enqueue($"""
            insert into identity.review_item as item (low, high, kind, reason, bits, evidence, model, opened_at)
            select low, high, kind, reason, nullif(bits, 'NaN'), evidence::jsonb, model, {session.Now}
            from unnest({Each((key, _, _) => key.Low)}, {Each((key, _, _) => key.High)}, {Each((key, _, _) => StoredReview.WordOf(key.Kind))},
                        {Each((_, reason, _) => reason)}, {Each((_, _, pair) => pair is null ? double.NaN : pair.Bits)},
                        {Each((_, _, pair) => pair?.Evidence ?? "{}")}, {Each<string?>((_, _, pair) => pair?.Model)})
              as opened (low, high, kind, reason, bits, evidence, model)
            on conflict (low, high, kind) do update set reason = excluded.reason, bits = excluded.bits, evidence = excluded.evidence, model = excluded.model,
                opened_at = case when item.state = 'open' then item.opened_at else excluded.opened_at end, state = 'open', decided_at = null,
                claimed_by = case when item.state = 'open' then item.claimed_by end, claimed_at = case when item.state = 'open' then item.claimed_at end,
                votes = case when item.state = 'open' then item.votes else '[]' end
            """);
        foreach (var kind in _opened.Keys.GroupBy(key => key.Kind))
            LinkingMetrics.Review(StoredReview.WordOf(kind.Key), "opened", kind.Count());
    }
}
