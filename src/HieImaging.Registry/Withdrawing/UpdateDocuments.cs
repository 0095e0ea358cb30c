using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Registering;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Vocabulary;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Registry.Withdrawing;

/// <summary>ITI-57: a custodian takes documents back, or gives them again. The studies are folded anew before it is answered.</summary>
internal sealed class UpdateDocuments(Store store, StudyFolding folding)
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
            return await Attempts.Run(store, session => Update(session, caller, resolved, cancellation), cancellation);
        }, error => Refused([error]));
    }

    private async Task<RegistryResponse> Update(
        DocumentSession session, Caller caller, Submission submission, CancellationToken cancellation)
    {
        string[] targets = [.. submission.Associations
            .Where(one => !one.IsMembership)
            .Select(one => one.Target)
            .Distinct(StringComparer.Ordinal)];
        var studies = StudyKeys.Bounded(await StudyManifest.KeysOf(session, targets, [], cancellation));
        await session.LockAsync(
            ["set:" + submission.Set.UniqueId,
                .. targets.Select(id => "entry:" + id), .. studies.SelectMany(StudyKeys.LocksOf)],
            cancellation);
        var before = submission.Set.UniqueId is { } unique ? await session.SetOf(unique, cancellation) : null;
        var entries = (await session.EntriesById(targets, cancellation)).ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        // one that was being registered when its studies were read: without them it would fall silent and its study go on to show it
        if (entries.Count > 0
            && await StudyManifest.KeysOf(session, targets, [], cancellation) is var again
            && again.Count != studies.Count)
            throw new ConcurrencyException("A document that is updated was registered meanwhile.");
        var taken = await session.Taken(
            [submission.Set.EntryUuid, .. submission.Associations.Select(one => one.EntryUuid)],
            submission.Set.UniqueId is { } id ? [id] : [], [], cancellation);
        switch (UpdateDecision.On(caller, submission, before, entries, taken))
        {
            case UpdateDecision.Refused refused:
                Refuse(session, caller, refused.Errors);
                return RegistryResponse.Of(refused.Errors);
            case UpdateDecision.Accepted accepted:
                await Store(session, caller, submission, accepted.Entries, studies, cancellation);
                return RegistryResponse.Success;
            default:
                AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti57));
                return RegistryResponse.Success;
        }
    }

    private async Task Store(
        DocumentSession session, Caller caller, Submission submission, IReadOnlyList<RegisteredEntry> entries,
        IReadOnlyList<StudyKey> studies,
        CancellationToken cancellation)
    {
        var custodian = entries[0].Custodian;
        session.Store(RegistryDocuments.Sets, new RegisteredSet(
            submission.Set with { AvailabilityStatus = AvailabilityStatus.Approved },
            custodian, caller.Participant.Id, UpdateDecision.DigestOf(submission), []));
        foreach (var association in submission.Associations)
            session.Store(RegistryDocuments.Associations, new RegisteredAssociation(association, submission.Set.EntryUuid));
        foreach (var entry in entries)
        {
            session.Store(RegistryDocuments.Entries, entry);
            AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti57) with
            {
                Entity = entry.Entry.UniqueId,
                Custodian = entry.Custodian
            });
        }
        foreach (var study in studies)
            AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti57) with
            {
                Entity = "ImagingStudy/" + study.Id,
                Custodian = study.Custodian.Text,
                Patient = study.Source,
                StudyInstanceUid = study.Study.Text,
            });
        await folding.Fold(session, new SpokenChange
        {
            Silenced = [.. entries.Where(entry => !entry.Entry.IsApproved).Select(entry => entry.Id)],
            Revived = [.. entries.Where(entry => entry.Entry.IsApproved).Select(entry => entry.Id)],
            Studies = studies,
        }, caller.Domain, cancellation);
    }

    private static void Refuse(DocumentSession session, Caller caller, IReadOnlyList<RegistryError> errors) =>
        AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti57) with
        {
            Outcome = AuditOutcome.Refused, Code = errors.First(error => error.Severity == Severity.Error).Code,
        });
}
