using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
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
        var locked = await LockedRegistry.Load(session, incoming, ids, cancellation);
        incoming = KeyObjectSubmission.Apart(incoming, locked.State);
        var decision = SubmissionDecision.On(incoming, locked.State);
        if (decision is SubmissionDecision.Accepted accepted)
            await Store(session, incoming, accepted, locked, cancellation);
        else if (decision is SubmissionDecision.Repeated { Revived.Count: > 0 } repeated)
            await Revive(session, incoming, repeated.Revived, locked, cancellation);
        SubmissionAudit.Tell(session, incoming, decision, ids);
        return decision;
    }

    /// <summary>A door's own reason against it: nothing is kept but the audit record.</summary>
    public SubmissionDecision.Refused Refuse(DocumentSession session, IncomingSubmission incoming, RegistryError reason)
    {
        var refused = new SubmissionDecision.Refused([reason]);
        SubmissionAudit.Tell(session, incoming, refused, ids);
        return refused;
    }

    private async Task Store(
        DocumentSession session, IncomingSubmission incoming, SubmissionDecision.Accepted accepted, LockedRegistry locked,
        CancellationToken cancellation)
    {
        var (submission, custodian, sender) = (incoming.Submission, incoming.Custodian.Id, incoming.Caller.Participant.Id);
        var setId = submission.Set.EntryUuid;
        session.Store(RegistryDocuments.Sets, new RegisteredSet(
            submission.Set with { AvailabilityStatus = AvailabilityStatus.Approved },
            custodian, sender, incoming.Digest, accepted.Warnings));
        foreach (var document in incoming.Documents)
        {
            if (document.IsElsewhere)
                AwaitedDocument.Expect(session, document.Entry.EntryUuid);
            else
                session.Enqueue(RegistryReads.KeepContent(document.UniqueId, document.Hash, document.Content));
            session.Store(RegistryDocuments.Entries, new RegisteredEntry(Completed(incoming, document), 1, custodian, sender, setId));
        }
        FolderContents.Store(session, incoming, locked);
        SetStatus(session, locked.Replaced, AvailabilityStatus.Deprecated);
        var added = incoming.Documents.SelectMany(document => document.Manifests.Select(manifest => new StudyManifest(
            document.Entry.EntryUuid, StudyKeys.Of(manifest, ParticipantId.Parse(custodian), ids),
            SecurityLabels.Of(document.Entry), manifest))).ToList();
        await folding.Fold(session, new SpokenChange
        {
            Added = added,
            Silenced = [.. locked.Replaced.Select(entry => entry.Id)],
            Studies = locked.Studies,
        }, incoming.Domain, cancellation);
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
