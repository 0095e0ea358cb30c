using HieImaging.Identity.Candidates;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Linking;

/// <summary>A person as it must be.</summary>
/// <param name="Id">The lowest of the ids that its live sources were born with.</param>
/// <param name="Live">In the order of their ids; empty: nobody is answered under this id, though studies lie beneath.</param>
/// <param name="Following">Subsumed sources that resolve to one of them.</param>
/// <param name="Links">The pairs among them that link.</param>
internal sealed record PlannedPerson(
    string Id, IReadOnlyList<SourceIdentity> Live, IReadOnlyList<SourceIdentity> Following, IReadOnlyList<StoredPair> Links)
{
    public IEnumerable<string> Sources => Live.Concat(Following).Select(source => source.Id);
}

/// <summary>
/// Which persons a component is: its live sources parted (<see cref="Partition"/>), subsumed ones with their survivors, removed and
/// quarantined ones each alone. A pure function of what is known of the component.
/// </summary>
internal sealed record PersonPlan(IReadOnlyList<PlannedPerson> Persons, IReadOnlyList<Doubt> Doubts, bool TooLarge)
{
    public static PersonPlan Of(
        Known known, IReadOnlyCollection<string> members, ResourceIds ids, MatchWeights weights, int largest,
        Func<Comparable, Comparable, MatchDecision> decide)
    {
        var all = members.Where(known.Sources.ContainsKey).Select(id => known.Sources[id]).ToList();
        var live = all.Where(Known.IsLive).OrderBy(source => source.Id, StringComparer.Ordinal).ToList();
        var tooLarge = live.Count > largest;
        var (groups, doubts) = tooLarge ? PartOnly(live, known, weights, decide) : Part(live, known, weights, decide);

        var links = known.Pairs.Values.Where(pair => pair.Verdict == Verdict.Link).ToList();
        var survivors = live.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        var persons = groups.Select(group => new PlannedPerson(
            group.Select(ids.Person).Min(StringComparer.Ordinal)!, [.. group.Select(id => known.Sources[id])],
            [.. all.Where(source => Follows(source) && group.Contains(source.SurvivorId!)).OrderBy(source => source.Id, StringComparer.Ordinal)],
            [.. links.Where(pair => group.Contains(pair.Low) && group.Contains(pair.High))])).ToList();
        foreach (var source in all.Where(source => !survivors.Contains(source.Id) && !(Follows(source) && survivors.Contains(source.SurvivorId!))))
            persons.Add(source is { State: SourceState.Quarantined, Deleted: false }
                ? new PlannedPerson(ids.Person(source.Id), [source], [], [])
                : new PlannedPerson(ids.Person(source.Id), [], [source], []));
        return new PersonPlan([.. persons.OrderBy(person => person.Id, StringComparer.Ordinal)], doubts, tooLarge);
    }

    private static (IReadOnlyList<IReadOnlyList<string>> Groups, IReadOnlyList<Doubt> Doubts) Part(
        List<SourceIdentity> live, Known known, MatchWeights weights, Func<Comparable, Comparable, MatchDecision> decide)
    {
        if (live.Count == 0)
            return ([], []);
        var records = new Dictionary<string, Comparable?>(StringComparer.Ordinal);
        Comparable? RecordOf(string id)
        {
            if (!records.TryGetValue(id, out var record))
                records[id] = record = known.RecordOf(id);
            return record;
        }
        bool Forbids(string a, string b) =>
            RecordOf(a) is { } one && RecordOf(b) is { } other && decide(one, other) is { Verdict: Verdict.Distinct } or { Forbids: true };
        var standing = live.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        var said = known.Assertions.Select(one => (Said: one, Of: Resolved(one, known)))
            .Where(one => standing.Contains(one.Of.Low) && standing.Contains(one.Of.High)).ToList();
        // stewards parted two whom their source has merged: the merge stands until the source undoes it, but not without a word
        var merged = said.Where(one => one.Of.Low == one.Of.High && one.Said is { IsStewards: true, Must: false })
            .Select(one => new Doubt(one.Said.Low, one.Said.High, DoubtKind.Contradiction, DoubtReason.MustAndCannot));
        var partition = Partition.Of(
            standing, said.Select(one => one.Of).Where(one => one.Low != one.High),
            known.Pairs.Values.Where(pair => pair.Verdict == Verdict.Link && standing.Contains(pair.Low) && standing.Contains(pair.High))
                .Select(pair => new LinkEdge(pair.Low, pair.High, pair.Bits)),
            Forbids, weights.Guards.Margin);
        return (partition.Groups, [.. partition.Doubts, .. merged]);
    }

    // What is held of a subsumed source is held of its survivor.
    public static Asserted Resolved(Asserted said, Known known)
    {
        string Live(string id) => known.Sources.GetValueOrDefault(id) is { } source && Follows(source) ? source.SurvivorId! : id;
        var (one, other) = (Live(said.Low), Live(said.High));
        return string.CompareOrdinal(one, other) <= 0 ? said with { Low = one, High = other } : said with { Low = other, High = one };
    }

    private static bool Follows(SourceIdentity source) => source is { State: SourceState.Subsumed, SurvivorId: not null };

    // Nobody is joined: who is new is alone, and who is one person stays so, but for those whom a steward, a source or their own records
    // part.
    private static (IReadOnlyList<IReadOnlyList<string>> Groups, IReadOnlyList<Doubt> Doubts) PartOnly(
        List<SourceIdentity> live, Known known, MatchWeights weights, Func<Comparable, Comparable, MatchDecision> decide)
    {
        var parts = live.GroupBy(source => known.PersonOf.GetValueOrDefault(source.Id, source.Id), StringComparer.Ordinal)
            .Select(person => Part([.. person], known, weights, decide)).ToList();
        return ([.. parts.SelectMany(part => part.Groups)], [.. parts.SelectMany(part => part.Doubts), TooMany(live)]);
    }

    private static Doubt TooMany(List<SourceIdentity> live) => new(live[0].Id, live[0].Id, DoubtKind.Pair, DoubtReason.TooLarge);
}
