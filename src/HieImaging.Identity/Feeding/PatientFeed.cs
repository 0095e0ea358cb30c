using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Declaring;
using HieImaging.Identity.Linking;
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
        var (caller, services) = (call.Http.Caller(), call.Http.RequestServices);
        var (store, linking) = (services.GetRequiredService<Store>(), services.GetRequiredService<LinkingContext>());
        var decision = FeedDecision.On(call.Query, call.Resource!.Root, caller.Domain, caller.Own);
        if (decision is not FeedDecision.Accepted accepted)
        {
            await using var refusal = await store.OpenSession(cancellation);
            var answer = Refuse(refusal, caller, (FeedDecision.Refused)decision);
            await refusal.SaveChangesAsync(cancellation);
            return answer;
        }
        var source = linking.Ids.Source(accepted.Identifier);
        return await LinkedTransaction.RunAsync(
            linking, () => store.OpenSession(cancellation), [source], session => FeedAsync(session, linking, call, accepted, source, cancellation),
            cancellation);
    }

    private static async Task<Touched<FhirAnswer>> FeedAsync(
        DocumentSession session, LinkingContext linking, FhirCall call, FeedDecision.Accepted accepted, string source, CancellationToken cancellation)
    {
        var caller = call.Http.Caller();
        // R4 3.1.0.5: who names a version changes that one or nothing
        if (call.IfMatch is { } version && version != await session.VersionOfAsync(PersonDocuments.Sources, source, cancellation))
            return new([], Refuse(session, caller, Outdated));
        var said = PatientReader.Read(
            call.Resource!.Root, call.Resource.Bytes.ToArray(), source, accepted.Identifier, IdentityOrigin.Feed, accepted.Feeder, session.Now);
        var (stored, created, changed) = await FeedSource.StoreAsync(session, linking.Ids, said, cancellation);
        AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti104) with
        {
            Action = created ? AuditAction.Create : AuditAction.Update, Patient = stored.Id, Custodian = accepted.Feeder,
        });
        return new(
            changed ? [source] : [], new FhirAnswer.Stored(created, "Patient", stored.Id, stored.Version, stored.LastUpdated, stored.Patient));
    }

    private static FeedDecision.Refused Outdated { get; } =
        new(412, FhirIssue.Error(IssueCode.Conflict, "The Patient has another version than If-Match names."));

    // Of a refused feed nothing is kept but its audit record.
    private static FhirAnswer.Refused Refuse(DocumentSession session, Caller caller, FeedDecision.Refused refused)
    {
        AuditTrail.Append(session,
            AuditRecord.For(caller, Transaction.Iti104) with { Outcome = AuditOutcome.Refused, Code = refused.Issue.Code });
        return new FhirAnswer.Refused(refused.Status, refused.Issue);
    }
}
