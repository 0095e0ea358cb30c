using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Identity.Documents;
using HieImaging.Identity.Keeping;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Merging;

/// <summary>
/// What each number of a component is, after all that was said: its content, whether it lives, and what it resolves to; and which
/// assertions stand. A function of the originals alone.
/// </summary>
/// <param name="Ledger">What became of each merge.</param>
/// <param name="Sources">As each source identity has to stand; its version and time are the store's.</param>
/// <param name="Standings">How each number stands by what was said of it, under its old forms too; whether it was given up apart.</param>
/// <param name="Revoked">Ids of the assertions that a later word has overtaken.</param>
internal sealed record Settlement(
    MergeLedger Ledger, IReadOnlyList<SourceIdentity> Sources, IReadOnlyDictionary<string, SourceStanding> Standings, IReadOnlySet<string> Revoked)
{
    public static Settlement Of(Component component)
    {
        var ledger = MergeLedger.Of(Events(component), id => IsKnown(component, id));
        var olds = ledger.Renumbered.ToLookup(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        var survivors = ledger.Survivors;
        var (sources, standings) = (new List<SourceIdentity>(), new Dictionary<string, SourceStanding>(StringComparer.Ordinal));
        foreach (var (id, number) in component.Numbers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var standing = StandingOf(component, olds, id, number);
            standings[id] = standing;
            // born of a renumbering that does not stand any more
            if (standing.Current is null && component.Rows.TryGetValue(id, out var left))
                standing = new SourceStanding(left, null, IsRemoved: true);
            if (standing.Current is not { } current)
                continue;
            sources.Add(current with
            {
                SurvivorId = survivors.GetValueOrDefault(id),
                State = survivors.ContainsKey(id) ? SourceState.Subsumed : standing.State,
            });
        }
        return new Settlement(ledger, sources, standings, Overtaken(component, survivors));
    }

    private static IEnumerable<MergeEvent> Events(Component component)
    {
        foreach (var merge in component.Merges)
            yield return merge.Event;
        foreach (var parted in component.Assertions.Where(one => !one.Linked))
            yield return new MergeEvent.Unlinked(parted.Id, parted.SaidAt, $"{parted.Low} {parted.High}", parted.Low, parted.High);
        foreach (var words in component.Words.Where(words => words.Any(word => word.Kind == SaidKind.Removal)))
            foreach (var word in words)
                if (word.Kind == SaidKind.Removal)
                    yield return new MergeEvent.Removed("", word.SaidAt, word.Digest, words.Key);
                else if (word.Kind == SaidKind.Word)
                    yield return new MergeEvent.Registered("", word.SaidAt, word.Digest, words.Key);
    }

    private static bool IsKnown(Component component, string id) =>
        component.Words[id].Any(word => word.Kind == SaidKind.Word)
        || component.Rows.TryGetValue(id, out var row) && row.Origin == IdentityOrigin.Manifest;

    private static SourceStanding StandingOf(Component component, ILookup<string, string> olds, string id, PatientIdentifier number)
    {
        var forms = Forms(olds, id).ToList();
        var words = forms.SelectMany(form => component.Words[form].Select(word => word.Of(id, number, component.Numbers[form]))).ToList();
        var named = forms.Select(form => component.Rows.GetValueOrDefault(form)).FirstOrDefault(row => row?.Origin == IdentityOrigin.Manifest);
        return SourceStanding.Of(words, named is null || named.Id == id ? named : Renumbered(named, id, number));
    }

    // The number itself, and those that were its old form.
    private static IEnumerable<string> Forms(ILookup<string, string> olds, string id) =>
        olds[id].OrderBy(old => old, StringComparer.Ordinal).SelectMany(old => Forms(olds, old)).Prepend(id);

    private static SourceIdentity Renumbered(SourceIdentity named, string id, PatientIdentifier number)
    {
        var own = PatientIdentifier.Create(AssigningAuthority.Parse(named.Authority), named.Value);
        var body = RenumberedPatient.Of(SourcePatient.Unstamped(named.Patient), own, number);
        using var patient = JsonDocument.Parse(body);
        return PatientReader.Read(patient.RootElement, body, id, number, named.Origin, named.Feeder, named.LastUpdated);
    }

    // Of a pair the latest word stands, and a merge of the two is a word too: it says that they are one.
    private static HashSet<string> Overtaken(Component component, IReadOnlyDictionary<string, string> survivors)
    {
        var revoked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in component.Assertions.GroupBy(one => (one.Low, one.High)))
        {
            var ordered = pair.OrderBy(one => one.SaidAt).ThenByDescending(one => one.Linked).ToList();
            revoked.UnionWith(ordered.SkipLast(1).Select(one => one.Id));
            var (low, high) = (survivors.GetValueOrDefault(pair.Key.Low, pair.Key.Low), survivors.GetValueOrDefault(pair.Key.High, pair.Key.High));
            if (low == high)
                revoked.UnionWith(ordered.Where(one => !one.Linked).Select(one => one.Id));
        }
        return revoked;
    }
}
