using HieImaging.DocumentStore;
using HieImaging.Identity.Candidates;
using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Linking;

/// <summary>
/// Works out who is who after some sources changed, from what is stored and what this transaction wrote: their normalised records and keys,
/// pairs with their candidates, the persons of all that hangs together. A function of the present state; where nothing changed, nothing is
/// written. Many sources at once take the statements of one.
/// </summary>
/// <param name="beside">As <see cref="CandidateSearch"/> takes it.</param>
internal sealed class Relink(
    LinkingContext context, DocumentSession session, LinkingCause cause, Func<ValueTask<DocumentSession>>? beside = null)
{
    // A component has also those that were given up, and those that are parted in it; and many who change together may be of as many.
    private const int ReadOfLargest = 4;

    private readonly Func<Comparable, Comparable, MatchDecision> _decide = context.Decide();

    /// <param name="changed">As it was read in this session.</param>
    /// <param name="locks">Of the component; grows.</param>
    /// <returns>Null: more has to be locked.</returns>
    public async Task<Relinked?> RunAsync(Changed changed, LinkLocks locks, CancellationToken cancellation)
    {
        var (touched, known, searched, anew) = changed;
        if (searched.Count > 0)
        {
            var search = new CandidateSearch(session, context.Options.BucketSize, LinkingMetrics.Divide, LinkingMetrics.Overflow, beside);
            await search.RunAsync(searched, cancellation);
            // somebody came by a key before this transaction had its lock
            if (!known.PairsOf(searched.Select(one => one.Id).ToHashSet(StringComparer.Ordinal)).ToHashSet().SetEquals(search.Pairs))
                known = await Known.ReadAsync(session, context.Ids, touched, cancellation);
        }
        var different = searched.Where(one => !SameRecord(known, one)).ToList();
        CandidateKeys.Store(session, different);
        var formerly = known.Pairs.Values.Where(pair => pair.Verdict == Verdict.Link).ToList();
        var pairs = new StorePairs(session, known, context.DecideWorthKeeping()).Run(searched);
        var findings = new HashSet<string>(different.Select(one => one.Id).Concat(pairs), StringComparer.Ordinal);

        // who stood alone and stands alone concerns nobody else; whose keys are not locked may be found meanwhile
        var overflowing = searched.Where(one => one.Overflows).Select(one => one.Id).ToList();
        var looked = searched.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        var alone = touched.Where(id => (looked.Contains(id) || !known.Records.ContainsKey(id))
            && known.IsAlone(id) && !formerly.Exists(pair => pair.Has(id))).ToHashSet(StringComparer.Ordinal);
        var (persons, moved) = (new List<string>(), new List<string>());
        if (alone.Count > 0)
            await PersonsAsync(known, [.. alone], context.Options.LargestComponent);
        if (alone.Count < touched.Count)
        {
            List<string> others = [.. touched.Where(id => !alone.Contains(id))];
            string[] seeds =
            [
                .. others
                    .Concat(formerly.Concat(known.Pairs.Values.Where(pair => pair.Verdict == Verdict.Link)).SelectMany(pair => (string[])[pair.Low, pair.High]))
                    .Distinct(StringComparer.Ordinal),
            ];
            var largest = context.Options.LargestComponent;
            var most = largest * Math.Max(ReadOfLargest, others.Count);
            if (await Component.ReadAsync(session, context.Ids, others, seeds, most, locks.Component, cancellation)
                is not var (component, members, isCut))
                return null;
            await PersonsAsync(component, members, isCut ? 0 : largest);
        }
        return new Relinked([.. findings.Order(StringComparer.Ordinal)], persons, moved);

        async Task PersonsAsync(Known of, IReadOnlyList<string> members, int largest)
        {
            var reviews = new StoreReviews(session, of);
            foreach (var part in Connected.Parts(of, members))
            {
                var plan = PersonPlan.Of(of, part, context.Ids, context.Weights, largest, _decide);
                if (plan.TooLarge)
                    LinkingMetrics.LargeComponent();
                persons.AddRange(plan.Persons.Where(person => person.Live.Count > 0).Select(person => person.Id));
                moved.AddRange(await new StorePersons(session, context.Ids, of, cause).RunAsync(plan, part, anew, cancellation));
                reviews.Run(plan, part, overflowing.Where(part.Contains), looked);
            }
            reviews.Open();
        }
    }

    public static bool SameRecord(Known known, SearchedRecord one) =>
        known.Records.TryGetValue(one.Id, out var before) && one.Record is not null
        && before.Body.AsSpan().SequenceEqual(one.Packed) && one.Keys.SetEquals(before.Keys);
}

/// <summary>What working it out found to be different.</summary>
/// <param name="Sources">Whose record, keys or pairs were not so.</param>
/// <param name="Persons">Ids of those that there are.</param>
/// <param name="Changed">Ids of those that were not so.</param>
internal sealed record Relinked(IReadOnlyList<string> Sources, IReadOnlyList<string> Persons, IReadOnlyList<string> Changed);
