using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Registering;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Vocabulary;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Registry.Updating;

/// <summary>
/// ITI-57: a custodian corrects metadata, takes documents back or gives them again. The studies are folded anew before it is answered.
/// </summary>
internal sealed class UpdateDocuments(Store store, ResourceIds ids, StudyFolding folding)
{
    public Task<SoapAnswer> Answer(HttpContext http, SoapRequest request, CancellationToken cancellation)
    {
        var caller = http.Caller();
        Task<RegistryResponse> Refused(IReadOnlyList<RegistryError> errors) => Attempts.Run(store, session =>
        {
            Refuse(session, caller, errors);
            return Task.FromResult(RegistryResponse.Of(errors));
        }, cancellation);
        return StoreFailures.Answered(async () =>
        {
            var read = SubmissionReader.Read(request.Body, SubmissionKind.Update);
            if (read.Submission is not { } submission || read.Errors.Any(error => error.Severity == Severity.Error))
                return await Refused(read.Errors);
            var resolved = SymbolicIds.Resolve(submission);
            return await Attempts.Run(store, session => Update(session, caller, resolved, read.Errors, cancellation), cancellation);
        }, error => Refused([error]), SubmissionKind.Update);
    }

    private async Task<RegistryResponse> Update(
        DocumentSession session, Caller caller, Submission submission, IReadOnlyList<RegistryError> noted, CancellationToken cancellation)
    {
        var locked = await LockedUpdate.Load(session, submission, ids, cancellation);
        switch (UpdateDecision.On(caller, submission, locked.State, session.Now))
        {
            case UpdateDecision.Refused refused:
                Refuse(session, caller, refused.Errors);
                return RegistryResponse.Of([.. noted, .. refused.Errors]);
            case UpdateDecision.Accepted accepted:
                await Store(session, caller, submission, accepted, locked, cancellation);
                return RegistryResponse.Of([.. noted, .. accepted.Warnings]);
            case UpdateDecision.Repeated repeated:
                AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti57));
                return RegistryResponse.Of([.. noted, .. repeated.Warnings]);
            default:
                throw new InvalidOperationException("The set of decisions is closed.");
        }
    }

    private async Task Store(
        DocumentSession session, Caller caller, Submission submission, UpdateDecision.Accepted accepted, LockedUpdate locked,
        CancellationToken cancellation)
    {
        var objects = accepted.Objects;
        session.Store(RegistryDocuments.Sets, new RegisteredSet(
            submission.Set with { AvailabilityStatus = AvailabilityStatus.Approved },
            objects.Custodian, caller.Participant.Id, UpdateDecision.DigestOf(submission), accepted.Warnings));
        foreach (var entry in objects.Entries)
            session.Store(RegistryDocuments.Entries, entry);
        foreach (var folder in objects.Folders)
            session.Store(RegistryDocuments.Folders, folder);
        foreach (var association in objects.Associations)
            session.Store(RegistryDocuments.Associations, association);

        // what a document says is said by its newest version, under the confidentiality that this one has
        List<StudyManifest> succeeded = [.. objects.Successions.SelectMany(pair => locked.Spoken
            .Where(one => one.DocumentEntry == pair.Before)
            .Select(one => one with { DocumentEntry = pair.Now.Id, Labels = SecurityLabels.Of(pair.Now.Entry) }))];
        foreach (var (before, now) in objects.Successions)
            session.Enqueue(AwaitedDocument.Succeed(before, now.Id, session.Now));
        var live = objects.Entries.Where(entry => entry.Entry.IsApproved).Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        if (succeeded.Where(one => !live.Contains(one.DocumentEntry)).ToList() is { Count: > 0 } silent)
            session.Enqueue(StudyManifest.Insert(silent, live: false));
        Tell(session, caller, objects, locked);
        await folding.Fold(session, new SpokenChange
        {
            Added = [.. succeeded.Where(one => live.Contains(one.DocumentEntry))],
            Silenced = [.. objects.Entries.Where(entry => !entry.Entry.IsApproved).Select(entry => entry.Id)],
            Revived = [.. live.Where(id => locked.State.Entry(id) is not null)],
            Studies = locked.Studies,
        }, caller.Domain, cancellation);
    }

    private static void Tell(DocumentSession session, Caller caller, UpdatedObjects objects, LockedUpdate locked)
    {
        var record = AuditRecord.For(caller, Transaction.Iti57) with { Custodian = objects.Custodian };
        foreach (var document in objects.Entries.Select(entry => entry.Entry.UniqueId).Distinct())
            AuditTrail.Append(session, record with { Entity = document });
        foreach (var folder in objects.Folders.Select(folder => folder.Folder.UniqueId).Distinct())
            AuditTrail.Append(session, record with { Entity = folder });
        if (objects.Entries.Count + objects.Folders.Count == 0)
            AuditTrail.Append(session, record);
        foreach (var study in objects.Entries.Count == 0 ? [] : locked.Studies)
            AuditTrail.Append(session, record with
            {
                Entity = "ImagingStudy/" + study.Id,
                Custodian = study.Custodian.Text,
                Patient = study.Source,
                StudyInstanceUid = study.Study.Text,
            });
    }

    private static void Refuse(DocumentSession session, Caller caller, IReadOnlyList<RegistryError> errors) =>
        AuditTrail.Append(session, SubmissionAudit.Refused(AuditRecord.For(caller, Transaction.Iti57), errors));
}
