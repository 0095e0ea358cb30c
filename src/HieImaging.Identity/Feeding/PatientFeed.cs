using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Declaring;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Feeding;

/// <summary>ITI-104 Patient Identity Feed FHIR: add or revise by conditional update (PIXm 2:3.104).</summary>
internal static class PatientFeed
{
    public static async Task<FhirAnswer> Answer(FhirCall call, CancellationToken cancellation)
    {
        var caller = call.Http.Caller();
        await using var session = await call.Http.RequestServices.GetRequiredService<Store>().OpenSession(cancellation);
        var decision = FeedDecision.On(call.Query, call.Resource!.Root, caller.Domain, caller.Own);
        if (decision is not FeedDecision.Accepted accepted)
            return await RefuseAsync(session, caller, (FeedDecision.Refused)decision, cancellation);

        var ids = call.Http.RequestServices.GetRequiredService<ResourceIds>();
        var said = PatientReader.Read(
            call.Resource.Root, call.Resource.Bytes.ToArray(), ids.Source(accepted.Identifier), accepted.Identifier,
            IdentityOrigin.Feed, accepted.Feeder, session.Now);
        await FeedSource.LockAsync(session, said.Id, cancellation);
        // R4 3.1.0.5: who names a version changes that one or nothing
        if (call.IfMatch is { } version && version != await session.VersionOfAsync(PersonDocuments.Sources, said.Id, cancellation))
            return await RefuseAsync(session, caller, Outdated, cancellation);
        var (stored, created, _) = await FeedSource.StoreAsync(session, ids, said, cancellation);
        AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti104) with
        {
            Action = created ? AuditAction.Create : AuditAction.Update, Patient = stored.Id, Custodian = accepted.Feeder,
        });
        await session.SaveChangesAsync(cancellation);
        return new FhirAnswer.Stored(created, "Patient", stored.Id, stored.Version, stored.LastUpdated, stored.Patient);
    }

    private static FeedDecision.Refused Outdated { get; } =
        new(412, FhirIssue.Error(IssueCode.Conflict, "The Patient has another version than If-Match names."));

    // Of a refused feed nothing is kept but its audit record.
    private static async Task<FhirAnswer> RefuseAsync(
        DocumentSession session, Caller caller, FeedDecision.Refused refused, CancellationToken cancellation)
    {
        AuditTrail.Append(session,
            AuditRecord.For(caller, Transaction.Iti104) with { Outcome = AuditOutcome.Refused, Code = refused.Issue.Code });
        await session.SaveChangesAsync(cancellation);
        return new FhirAnswer.Refused(refused.Status, refused.Issue);
    }
}
