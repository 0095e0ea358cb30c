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
    public static async Task<FeedOutcome> StoreAsync(DocumentSession session, ResourceIds ids, FeedWord word, CancellationToken cancellation)
    {
        var id = ids.Source(word.Identifier);
        using var patient = JsonDocument.Parse(word.Patient);
        var said = PatientReader.Read(
            patient.RootElement, word.Patient, id, word.Identifier, IdentityOrigin.Feed, word.Feeder, session.Now);
        var entry = new Entry(SaidKind.Word, word.Digest, said, word.SaidAt, word.Feeder, word.Cause);
        return (await TakeAsync(session, ids, word.Identifier, entry, cancellation))!;
    }

    /// <summary>The number is no patient's any more (ITI-104 remove): known to no question, until its source registers it anew by a later
    /// word. Null: it is not known yet.</summary>
    public static Task<FeedOutcome?> RemoveAsync(
        DocumentSession session, ResourceIds ids, PatientIdentifier number, string feeder, DateTimeOffset? saidAt, string cause,
        CancellationToken cancellation) =>
        TakeAsync(
            session, ids, number, new(SaidKind.Removal, SourceWords.DigestOf(SaidKind.Removal), null, saidAt, feeder, cause), cancellation);

    /// <summary>A steward has decided of an overlay: one patient, of whom the last word is right, or two under one number, which goes on standing
    /// alone. Null: there is no such source identity.</summary>
    public static async Task<FeedOutcome?> DecideOverlayAsync(
        DocumentSession session, ResourceIds ids, string source, bool isOnePatient, string steward, CancellationToken cancellation)
    {
        var known = await session.FirstOrDefaultAsync(
            $"{PersonDocuments.SelectSource} where source.id = {source}", PersonDocuments.SourceRow, cancellation);
        if (known is null)
            return null;
        var number = PatientIdentifier.Create(AssigningAuthority.Parse(known.Authority), known.Value);
        var kind = isOnePatient ? SaidKind.OverlayAccepted : SaidKind.OverlayRefused;
        return await TakeAsync(session, ids, number, new(kind, SourceWords.DigestOf(kind), null, null, steward, "review"), cancellation);
    }

    /// <summary>Whether a manifest's word says anything new, and no feed outranks it.</summary>
    public static bool IsNews(SourceIdentity said, SourceIdentity? known) =>
        known is null || (known.Origin == IdentityOrigin.Manifest && !known.Deleted && !SourceRows.SaysTheSame(known, said));

    private sealed record Entry(
        SaidKind Kind, string Digest, SourceIdentity? Said, DateTimeOffset? SaidAt, string Actor, string Cause);

    private static async Task<FeedOutcome?> TakeAsync(
        DocumentSession session, ResourceIds ids, PatientIdentifier number, Entry entry, CancellationToken cancellation)
    {
        var id = ids.Source(number);
        var batch = session.CreateBatchQuery();
        batch.Lock([SourceRows.LockOf(id)]);
        var rows = batch.Query($"{PersonDocuments.SelectSource} where source.id = {id}", PersonDocuments.SourceRow);
        var asked = batch.Query($"select exists ({MergeRows.Naming(id)}), ({SourceWords.LastOf(id)})",
            row => (Merged: row.GetBoolean(0), Last: row.IsDBNull(1) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(1)));
        await batch.ExecuteAsync(cancellation);
        var (known, (merged, last)) = ((await rows) is [var row] ? row : null, (await asked)[0]);
        var saidAt = SaidTime.Of(entry.SaidAt, session.Now, last);
        var said = new SaidWord(entry.Kind, saidAt, entry.Digest, entry.Said is null ? null : entry.Said with { SaidAt = saidAt });
        await SourceWords.KeepAsync(session, id, said, entry.Actor, entry.Cause, entry.Said?.Patient, cancellation);
        if (merged)
        {
            var settled = await SettleComponent.RunAsync(
                session, ids, new Dictionary<string, PatientIdentifier>(StringComparer.Ordinal) { [id] = number }, cancellation);
            return settled.Sources.TryGetValue(id, out var source) ? Outcome(known, source, settled.Touched) : null;
        }
        var standing = IsPlain(known) && saidAt > (last ?? DateTimeOffset.MinValue) && entry.Kind == SaidKind.Word
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
