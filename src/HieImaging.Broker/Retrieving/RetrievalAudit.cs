using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Studies;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Broker.Retrieving;

/// <summary>What is about to be shown and to whom commits before the first byte;
/// how it ended is appended afterwards (principle 8).</summary>
internal static class RetrievalAudit
{
    public static AuditRecord Of(Caller caller, RegisteredStudy study) => AuditRecord.For(caller, Transaction.Rad107) with
    {
        Patient = study.Subject,
        StudyInstanceUid = study.StudyInstanceUid,
        Custodian = study.Custodian,
        Entity = "ImagingStudy/" + study.Id,
        Rule = StudyPolicy.Rule(caller),
    };

    public static AuditRecord NotFound(Caller caller, RetrieveRequest request) => AuditRecord.For(caller, Transaction.Rad107) with
    {
        StudyInstanceUid = request.Study.Text, Custodian = request.Custodian?.Text, Outcome = AuditOutcome.Refused, Code = "not-found",
    };

    /// <summary>The end is told whatever became of the request: not by its cancellation.</summary>
    public static async Task EndedAsync(Store store, AuditRecord begun, AuditOutcome outcome, string? code)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using var session = await store.OpenSession(patience.Token);
        AuditTrail.Append(session, begun with { Outcome = outcome, Code = code });
        await session.SaveChangesAsync(patience.Token);
    }
}
