using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Studies;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

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

    /// <summary>The end is told whatever became of the request: not by its cancellation. A good one under a kept admission is counted
    /// there.</summary>
    public static async Task EndedAsync(HttpContext http, Admission admission, AuditOutcome outcome, string? code)
    {
        if (admission.Kept is { } kept && outcome is AuditOutcome.Success)
        {
            http.RequestServices.GetRequiredService<KeptAdmissions>().Completed(kept);
            return;
        }
        var store = http.RequestServices.GetRequiredService<Store>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using var session = await store.OpenSession(patience.Token);
        AuditTrail.Append(session, admission.Audit with
        {
            Outcome = outcome, Code = code, Until = null, Trace = System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? admission.Audit.Trace,
        });
        await session.SaveChangesAsync(patience.Token);
    }
}
