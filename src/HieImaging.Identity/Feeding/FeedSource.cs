using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.Identity.Merging;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Feeding;

/// <summary>
/// Takes what a source says of a patient: the one function of every feed, inside a <see cref="Linking.LinkedTransaction"/> that was given the
/// id. Every word is kept with when it was said and by whom; what stands is worked out from all of them, so that a late older word undoes
/// nothing. Patients as manifests name them count where no feed has spoken.
/// </summary>
internal static class FeedSource
{
    /// <param name="word">Granted by <see cref="FeedAuthority"/>.</param>
    public static async Task<FeedOutcome> StoreAsync(
        DocumentSession session, ResourceIds ids, FeedWord word, CancellationToken cancellation, FeedStanding? standing = null) =>
        (await StoreAsync(session, ids, [word], cancellation, standing))[0];

    /// <summary>Words of different numbers, as if one came after the other, in the statements of one.</summary>
    /// <param name="standing">Of their numbers, where it was read in this session; null: it is read.</param>
    /// <returns>In their order.</returns>
    public static async Task<IReadOnlyList<FeedOutcome>> StoreAsync(
        DocumentSession session, ResourceIds ids, IReadOnlyList<FeedWord> words, CancellationToken cancellation,
        FeedStanding? standing = null)
    {
        var entries = words.Select(word =>
        {
            using var patient = JsonDocument.Parse(word.Patient);
            var said = PatientReader.Read(
                patient.RootElement, word.Patient, ids.Source(word.Identifier), word.Identifier, IdentityOrigin.Feed, word.Feeder, session.Now);
            return new Entry(word.Identifier, SaidKind.Word, word.Digest, said, word.SaidAt, word.Feeder, word.Cause);
        }).ToList();
        return [.. (await TakeAsync(session, ids, entries, cancellation, standing)).Select(outcome => outcome!)];
    }

    /// <summary>The number is no patient's any more (ITI-104 remove): known to no question, until its source registers it anew by a later
    /// word. Null: it is not known yet, and what was said before the removal and comes later will find it removed.</summary>
    public static async Task<FeedOutcome?> RemoveAsync(
        DocumentSession session, ResourceIds ids, PatientIdentifier number, string feeder, DateTimeOffset? saidAt, string cause,
        CancellationToken cancellation, FeedStanding? standing = null) =>
        (await TakeAsync(
            session, ids, [new(number, SaidKind.Removal, SourceWords.DigestOf(SaidKind.Removal), null, saidAt, feeder, cause)],
            cancellation, standing))[0];

    /// <summary>A steward has decided of an overlay: one patient, of whom the last word is right, or two under one number, which goes on standing
    /// alone. Null: there is no such source identity.</summary>
    public static async Task<FeedOutcome?> DecideOverlayAsync(
        DocumentSession session, ResourceIds ids, string source, bool isOnePatient, string steward, CancellationToken cancellation)
    {
        if (!(await KnownNumbers.ReadAsync(session, [source], cancellation)).TryGetValue(source, out var number))
            return null;
        var kind = isOnePatient ? SaidKind.OverlayAccepted : SaidKind.OverlayRefused;
        // of what was said last, and of nothing else
        var digest = isOnePatient && (await StandingOfNumber.ReadAsync(session, source, number, cancellation)).LastDigest is { } last
            ? SourceWords.DigestOfAcceptance(last)
            : SourceWords.DigestOf(kind);
        return (await TakeAsync(session, ids, [new(number, kind, digest, null, null, steward, "review")], cancellation))[0];
    }

    /// <summary>Whether a manifest's word says anything new, and no feed outranks it.</summary>
    public static bool IsNews(SourceIdentity said, SourceIdentity? known) =>
        known is null || (known.Origin == IdentityOrigin.Manifest && !known.Deleted && !SourceRows.SaysTheSame(known, said));

    private sealed record Entry(
        PatientIdentifier Number, SaidKind Kind, string Digest, SourceIdentity? Said, DateTimeOffset? SaidAt, string Actor, string Cause);

    // Of different numbers. Merged ones are settled together, for they may be of one another.
    private static async Task<IReadOnlyList<FeedOutcome?>> TakeAsync(
        DocumentSession session, ResourceIds ids, IReadOnlyList<Entry> entries, CancellationToken cancellation,
        FeedStanding? standing = null)
    {
        string[] sources = [.. entries.Select(entry => ids.Source(entry.Number))];
        standing ??= await FeedStanding.ReadAsync(session, sources, cancellation);
        var words = entries.Zip(sources, (entry, id) =>
        {
            var saidAt = SaidTime.Of(entry.SaidAt, session.Now, standing.LastOf(id));
            return new SaidWord(entry.Kind, saidAt, entry.Digest, entry.Said is null ? null : entry.Said with { SaidAt = saidAt });
        }).ToList();
        SourceWords.Keep(
            session,
            [.. entries.Select((entry, at) => new SourceWords.Said(sources[at], words[at], entry.Actor, entry.Cause, entry.Said?.Patient))]);
        var merged = Enumerable.Range(0, sources.Length).Where(at => standing.IsMerged(sources[at]))
            .ToDictionary(at => sources[at], at => entries[at].Number, StringComparer.Ordinal);
        var settled = merged.Count == 0 ? null : await SettleComponent.RunAsync(session, ids, merged, cancellation);
        var outcomes = new List<FeedOutcome?>(sources.Length);
        foreach (var (at, id) in sources.Index())
            if (!merged.ContainsKey(id))
                outcomes.Add(await StandAsync(session, ids, entries[at].Number, words[at], standing.Of(id), standing.LastOf(id), cancellation));
            else
                outcomes.Add(settled!.Sources.TryGetValue(id, out var source) ? Outcome(standing.Of(id), source, settled.Touched) : null);
        return outcomes;
    }

    private static async Task<FeedOutcome?> StandAsync(
        DocumentSession session, ResourceIds ids, PatientIdentifier number, SaidWord said, SourceIdentity? known, DateTimeOffset? last,
        CancellationToken cancellation)
    {
        var id = ids.Source(number);
        var standing = IsPlain(known) && said.SaidAt > (last ?? DateTimeOffset.MinValue) && said.Kind == SaidKind.Word
            ? (known is { Origin: IdentityOrigin.Feed } ? new SourceStanding(known, null, false) : SourceStanding.Unknown).After(said)
            : SourceStanding.Of(
                (await SourceWords.ReadAsync(session, [id], cancellation))[id].Select(kept => kept.Of(id, number, number)), known);
        if (standing.Current is null)
            return null;
        var (stored, changed) = SourceRows.Write(
            session, ids, standing.Current with { State = standing.State, SurvivorId = null }, known);
        return Outcome(known, stored, changed ? [id] : []);
    }

    // What one more word can be added to without all that were before it.
    private static bool IsPlain(SourceIdentity? known) =>
        known is null or { Origin: IdentityOrigin.Manifest, State: SourceState.Registered } or { State: SourceState.Registered, Deleted: false };

    private static FeedOutcome Outcome(SourceIdentity? known, SourceIdentity stored, IReadOnlyList<string> touched) => new(
        stored.State switch
        {
            SourceState.Subsumed => FeedResult.Subsumed,
            SourceState.Removed => FeedResult.Removed,
            SourceState.Quarantined => FeedResult.Quarantined,
            _ when known is null || known.Deleted => FeedResult.Created,
            _ => known.Version != stored.Version ? FeedResult.Revised : FeedResult.Unchanged,
        }, stored, touched);
}
