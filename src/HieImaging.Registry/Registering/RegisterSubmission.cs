using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Audit;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Registering;

/// <summary>
/// A submission becomes what every door answers from: documents, entries, associations and the folded studies, in one transaction
/// (principle 5). One function, two callers: the doors that answer at once, and the consumer of what came in bulk.
/// </summary>
internal sealed class RegisterSubmission(ResourceIds ids, StudyFolding folding)
{
    /// <summary>Load under lock, decide, store, tell. Nothing is saved yet: the caller adds its own and saves.</summary>
    public async Task<SubmissionDecision> Register(DocumentSession session, IncomingSubmission incoming, CancellationToken cancellation)
    {
        if (NewDocuments.IsPlain(incoming))
        {
            var found = await NewDocuments.Load(session, [incoming], ids, cancellation);
            if (Decide(session, [incoming], found, keepsContent: true, _ => { }) is [{ } made])
                return made;
        }
        return await RegisterKnown(session, incoming, cancellation);
    }

    /// <summary>
    /// The same for many at once, of one domain: plain ones without metadata of their own, no document twice (<see cref="NewDocuments"/>).
    /// The caller keeps the contents of what is accepted.
    /// </summary>
    /// <param name="concerning">Told the index of the submission whose documents are stored next; null: what follows is of all.</param>
    /// <returns>In their order; null: something of it is known, it is to be registered by itself.</returns>
    public async Task<IReadOnlyList<SubmissionDecision?>> RegisterNew(
        DocumentSession session, IReadOnlyList<IncomingSubmission> submissions, Action<int?> concerning, CancellationToken cancellation) =>
        Decide(session, submissions, await NewDocuments.Load(session, submissions, ids, cancellation), keepsContent: false, concerning);

    /// <summary>A door's own reason against it: nothing is kept but the audit record.</summary>
    public SubmissionDecision.Refused Refuse(DocumentSession session, IncomingSubmission incoming, RegistryError reason)
    {
        var refused = new SubmissionDecision.Refused([reason]);
        AuditTrail.Append(session, SubmissionAudit.Of(incoming, refused, ids));
        return refused;
    }

    private List<SubmissionDecision?> Decide(
        DocumentSession session, IReadOnlyList<IncomingSubmission> submissions, NewDocuments found, bool keepsContent,
        Action<int?> concerning)
    {
        var (decisions, audit, added) = (new List<SubmissionDecision?>(), new List<AuditRecord>(), new List<StudyManifest>());
        foreach (var (incoming, state) in submissions.Zip(found.Of))
        {
            var decision = state is null ? null : SubmissionDecision.On(incoming, state);
            decisions.Add(decision);
            if (decision is null)
                continue;
            audit.AddRange(SubmissionAudit.Of(incoming, decision, ids));
            if (decision is not SubmissionDecision.Accepted accepted)
                continue;
            concerning(decisions.Count - 1);
            StoreDocuments(session, incoming, accepted, keepsContent);
            FolderContents.StoreAssociations(session, incoming, []);
            added.AddRange(SpokenBy(incoming));
        }
        concerning(null);
        if (added.Count > 0)
            folding.Fold(
                session, new SpokenChange { Added = added, Studies = [.. added.Select(one => one.Key)] }, found.Studies,
                submissions[0].Domain);
        AuditTrail.Append(session, audit);
        return decisions;
    }

    private async Task<SubmissionDecision> RegisterKnown(
        DocumentSession session, IncomingSubmission incoming, CancellationToken cancellation)
    {
        var locked = await LockedRegistry.Load(session, incoming, ids, cancellation);
        incoming = KeyObjectSubmission.Apart(incoming, locked.State);
        var decision = SubmissionDecision.On(incoming, locked.State);
        if (decision is SubmissionDecision.Accepted accepted)
            await Store(session, incoming, accepted, locked, cancellation);
        else if (decision is SubmissionDecision.Repeated { Revived.Count: > 0 } repeated)
            await Revive(session, incoming, repeated.Revived, locked, cancellation);
        AuditTrail.Append(session, SubmissionAudit.Of(incoming, decision, ids));
        return decision;
    }

    private async Task Store(
        DocumentSession session, IncomingSubmission incoming, SubmissionDecision.Accepted accepted, LockedRegistry locked,
        CancellationToken cancellation)
    {
        StoreDocuments(session, incoming, accepted, keepsContent: true);
        FolderContents.Store(session, incoming, locked);
        SetStatus(session, locked.Replaced, AvailabilityStatus.Deprecated);
        await folding.Fold(session, new SpokenChange
        {
            Added = SpokenBy(incoming),
            Silenced = [.. locked.Replaced.Select(entry => entry.Id)],
            Studies = locked.Studies,
        }, incoming.Domain, cancellation);
    }

    private static void StoreDocuments(
        DocumentSession session, IncomingSubmission incoming, SubmissionDecision.Accepted accepted, bool keepsContent)
    {
        var (submission, custodian, sender) = (incoming.Submission, incoming.Custodian.Id, incoming.Caller.Participant.Id);
        session.Store(RegistryDocuments.Sets, new RegisteredSet(
            submission.Set with { AvailabilityStatus = AvailabilityStatus.Approved },
            custodian, sender, incoming.Digest, accepted.Warnings));
        foreach (var document in incoming.Documents)
        {
            if (document.IsElsewhere)
                AwaitedDocument.Expect(session, document.Entry.EntryUuid);
            else if (keepsContent)
                session.Enqueue(RegistryReads.KeepContent(document.UniqueId, document.Hash, document.Content));
            session.Store(
                RegistryDocuments.Entries,
                new RegisteredEntry(Completed(incoming, document), 1, custodian, sender, submission.Set.EntryUuid));
        }
    }

    private List<StudyManifest> SpokenBy(IncomingSubmission incoming)
    {
        var custodian = ParticipantId.Parse(incoming.Custodian.Id);
        return [.. incoming.Documents.SelectMany(document => document.Manifests.Select(manifest => new StudyManifest(
            document.Entry.EntryUuid, StudyKeys.Of(manifest, custodian, ids), SecurityLabels.Of(document.Entry), manifest)))];
    }

    private async Task Revive(
        DocumentSession session, IncomingSubmission incoming, IReadOnlyList<RegisteredEntry> revived, LockedRegistry locked,
        CancellationToken cancellation)
    {
        SetStatus(session, revived, AvailabilityStatus.Approved);
        // what it replaced may have come back before it
        SetStatus(session, locked.Replaced, AvailabilityStatus.Deprecated);
        await folding.Fold(session, new SpokenChange
        {
            Revived = [.. revived.Select(entry => entry.Id)],
            Silenced = [.. locked.Replaced.Select(entry => entry.Id)],
            Studies = locked.Studies,
        }, incoming.Domain, cancellation);
    }

    private static void SetStatus(DocumentSession session, IReadOnlyList<RegisteredEntry> entries, string status)
    {
        foreach (var entry in entries)
            session.Store(
                RegistryDocuments.Entries,
                entry with { Version = entry.Version + 1, Entry = entry.Entry with { AvailabilityStatus = status } });
    }

    // What the repository and the registry add to an entry (TF-2 3.41.4.1.3, 3.42.4.1.3).
    private static DocumentEntry Completed(IncomingSubmission incoming, IncomingDocument document) => document.Entry with
    {
        LogicalId = document.Entry.LogicalId ?? document.Entry.EntryUuid,
        Version = "1",
        AvailabilityStatus = AvailabilityStatus.Approved,
        RepositoryUniqueId = document.IsElsewhere ? document.Entry.RepositoryUniqueId : incoming.Domain.File.RepositoryUniqueId,
        HomeCommunityId = HomeCommunityId.TryParse(incoming.Domain.File.HomeCommunityId, out var home) ? home.Urn : null,
        Hash = document.Hash,
        Size = document.Size,
    };
}
