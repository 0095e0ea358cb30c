using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Declaring;
using HieImaging.Identity.Documents;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Merging;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Feeding;

/// <summary>ITI-104 Patient Identity Feed FHIR: add, revise, resolve duplicates by conditional update, remove by conditional delete
/// (PIXm 2:3.104). Its messages have no time of their own: what comes is said now. What is answered is cross-referenced.</summary>
internal static class PatientFeed
{
    private const string Cause = "ITI-104";

    public static Task<FhirAnswer> Answer(FhirCall call, CancellationToken cancellation)
    {
        var caller = call.Http.Caller();
        return RunAsync(call, FeedDecision.On(call.Query, call.Resource!.Root, caller.Domain, caller.Own), cancellation);
    }

    public static Task<FhirAnswer> Remove(FhirCall call, CancellationToken cancellation)
    {
        var caller = call.Http.Caller();
        return RunAsync(call, FeedDecision.OfNumber(call.Query, caller.Domain, caller.Own), cancellation);
    }

    private static async Task<FhirAnswer> RunAsync(FhirCall call, FeedDecision decision, CancellationToken cancellation)
    {
        var services = call.Http.RequestServices;
        var (store, linking) = (services.GetRequiredService<Store>(), services.GetRequiredService<LinkingContext>());
        string[] sources = decision switch
        {
            FeedDecision.Accepted one => [linking.Ids.Source(one.Identifier)],
            FeedDecision.Duplicate two => [linking.Ids.Source(two.Subsumed), linking.Ids.Source(two.Survivor)],
            _ => [],
        };
        return await LinkedTransaction.RunAsync(linking, () => store.OpenSession(cancellation), sources, session => decision switch
        {
            FeedDecision.Refused refused => Task.FromResult(Refuse(session, call, refused)),
            FeedDecision.Duplicate duplicate => ResolveAsync(session, linking, call, duplicate, cancellation),
            FeedDecision.Accepted accepted when call.Resource is null => RemoveAsync(session, linking, call, accepted, cancellation),
            FeedDecision.Accepted accepted => FeedAsync(session, linking, call, accepted, cancellation),
            _ => throw new InvalidOperationException("No such decision."),
        }, cancellation);
    }

    private static async Task<Touched<FhirAnswer>> FeedAsync(
        DocumentSession session, LinkingContext linking, FhirCall call, FeedDecision.Accepted accepted, CancellationToken cancellation)
    {
        var source = linking.Ids.Source(accepted.Identifier);
        var standing = await FeedStanding.ReadAsync(session, [source], cancellation);
        if (Refusal(call, standing.Of(source)) is { } refusal)
            return Refuse(session, call, refusal);
        var fed = await FeedSource.StoreAsync(session, linking.Ids, new FeedWord
        {
            Identifier = accepted.Identifier, Patient = call.Resource!.Bytes.ToArray(), Feeder = accepted.Feeder, Cause = Cause,
        }, cancellation, standing);
        var isNew = fed.Result == FeedResult.Created || fed.Source.Version == 1;
        Tell(session, call, isNew ? AuditAction.Create : AuditAction.Update, source, accepted.Feeder);
        return new(fed.Touched, Stored(fed.Source, fed.Result == FeedResult.Created));
    }

    private static async Task<Touched<FhirAnswer>> ResolveAsync(
        DocumentSession session, LinkingContext linking, FhirCall call, FeedDecision.Duplicate duplicate, CancellationToken cancellation)
    {
        var subsumed = linking.Ids.Source(duplicate.Subsumed);
        if (call.IfMatch is { } version && version != await session.VersionOfAsync(PersonDocuments.Sources, subsumed, cancellation))
            return Refuse(session, call, Outdated);
        var merged = await ApplyMerge.RunAsync(session, linking.Ids, new MergeWord
        {
            Subsumed = duplicate.Subsumed, Survivor = duplicate.Survivor, Feeder = duplicate.Feeder, Cause = Cause,
        }, cancellation);
        if (merged.Verdict is { State: MergeState.Refused, IsRepeated: false })
            return Refuse(session, call, Conflict) with { Sources = merged.Touched };
        Tell(session, call, AuditAction.Update, subsumed, duplicate.Feeder);
        return new(merged.Touched, merged.Verdict.State == MergeState.Pending || merged.Subsumed is null
            ? new FhirAnswer.Kept(FhirIssue.Information("Kept; it holds as soon as both numbers are known."))
            : Stored(merged.Subsumed, created: false));
    }

    private static async Task<Touched<FhirAnswer>> RemoveAsync(
        DocumentSession session, LinkingContext linking, FhirCall call, FeedDecision.Accepted accepted, CancellationToken cancellation)
    {
        var source = linking.Ids.Source(accepted.Identifier);
        var standing = await FeedStanding.ReadAsync(session, [source], cancellation);
        if (Refusal(call, standing.Of(source)) is { } refusal)
            return Refuse(session, call, refusal);
        // before it is taken: a word that was kept would remove the patient as soon as the number is known
        if (standing.Of(source) is null)
            return Refuse(session, call, NotKnown);
        var removed = await FeedSource.RemoveAsync(
            session, linking.Ids, accepted.Identifier, accepted.Feeder, null, Cause, cancellation, standing);
        Tell(session, call, AuditAction.Delete, source, accepted.Feeder);
        return new(removed!.Touched, new FhirAnswer.Deleted(removed.Source.Version, removed.Source.LastUpdated));
    }

    // R4 3.1.0.5: who names a version changes that one or nothing. A number that was given up does not come back by this transaction.
    private static FeedDecision.Refused? Refusal(FhirCall call, SourceIdentity? known) =>
        call.IfMatch is { } version && version != (known?.Version ?? 0) ? Outdated
        : known?.State == SourceState.Subsumed ? GivenUp
        : null;

    private static FhirAnswer.Stored Stored(SourceIdentity source, bool created) =>
        new(created, "Patient", source.Id, source.Version, source.LastUpdated, PatientInAnswer.Of(source));

    private static FeedDecision.Refused Outdated { get; } =
        new(412, FhirIssue.Error(IssueCode.Conflict, "The Patient has another version than If-Match names."));

    private static FeedDecision.Refused NotKnown { get; } =
        new(404, FhirIssue.Error(IssueCode.NotFound, "There is no Patient with this identifier.", "identifier"));

    private static FeedDecision.Refused GivenUp { get; } = new(409, FhirIssue.Error(
        IssueCode.Conflict, "The number was given up for another; that is not taken back by this transaction.", "identifier"));

    private static FeedDecision.Refused Conflict { get; } = new(409, FhirIssue.Error(
        IssueCode.Conflict, "One of the numbers was given up or removed before.", "Patient.link.other.identifier"));

    private static void Tell(DocumentSession session, FhirCall call, AuditAction action, string source, string feeder) =>
        AuditTrail.Append(session, AuditRecord.For(call.Http.Caller(), Transaction.Iti104) with
        {
            Action = action, Patient = source, Custodian = feeder,
        });

    // Of a refused feed nothing is kept but its audit record.
    private static Touched<FhirAnswer> Refuse(DocumentSession session, FhirCall call, FeedDecision.Refused refused)
    {
        AuditTrail.Append(session,
            AuditRecord.For(call.Http.Caller(), Transaction.Iti104) with { Outcome = AuditOutcome.Refused, Code = refused.Issue.Code });
        return new([], new FhirAnswer.Refused(refused.Status, refused.Issue));
    }
}
