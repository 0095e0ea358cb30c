using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Studies;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Broker.Retrieving;

/// <summary>From the request to the one study that it means and the caller may see, with the audit row committed;
/// else the refusal is already written.</summary>
/// <param name="Study">Registered, live and visible.</param>
/// <param name="Route">What the archives are asked.</param>
/// <param name="Audit">The record that was committed; its end is appended.</param>
/// <param name="Kept">The admission that it is one of many under; null where it is by itself.</param>
internal sealed record Admission(
    RetrieveRequest Request, RegisteredStudy Study, RetrievalPlan.Route Route, AuditRecord Audit, KeptAdmission? Kept)
{
    public static async Task<Admission?> OfAsync(HttpContext http, Store store)
    {
        var caller = http.Caller();
        if (!RetrieveRequest.TryRead(http.Request, out var request))
        {
            await ScopeCheck.RefusedAsync(http, Transaction.Rad107, "not-found");
            await Refusals.NotFoundAsync(http);
            return null;
        }
        var admissions = http.RequestServices.GetRequiredService<KeptAdmissions>();
        if (admissions.Find(caller, request) is { } open && Under(open, request, caller) is { } again)
            return again;
        var words = admissions.Words;
        await using var session = await store.OpenSession(http.RequestAborted);
        SqlFragment at = request.Custodian is { } custodian ? $"and study.custodian = {custodian.Text}" : SqlFragment.Empty;
        var visible = await session.QueryAsync(
            $"{StudyDocuments.Select} where study.study_uid = {request.Study.Text} and not study.deleted {at} and ({StudyPolicy.Visible(caller)})",
            StudyDocuments.Row, http.RequestAborted);

        var choice = StudyChoice.Of(visible, request);
        var plan = choice is StudyChoice.One { Study: var chosen }
            ? RetrievalPlan.For(chosen, request, caller.Domain)
            : new RetrievalPlan.NotHeld();
        var record = (choice, plan) switch
        {
            (StudyChoice.One one, RetrievalPlan.Route) => RetrievalAudit.Of(caller, one.Study) with
            {
                Until = request.Instance is not null && visible.Count == 1 ? admissions.Until() : null,
            },
            _ => RetrievalAudit.NotFound(caller, request),
        };
        AuditTrail.Append(session, record);
        await session.SaveChangesAsync(http.RequestAborted);

        if (choice is StudyChoice.One { Study: var study } && plan is RetrievalPlan.Route route)
            return new Admission(request, study, route, record, admissions.Keep(caller, request, study, record, words));
        await (choice is StudyChoice.Several ? Refusals.ConflictAsync(http)
            : plan is RetrievalPlan.NoRoute ? Refusals.NoRouteAsync(http)
            : Refusals.NotFoundAsync(http));
        return null;
    }

    // What the study does not hold may have been registered since: that is asked of the store.
    private static Admission? Under(KeptAdmission open, RetrieveRequest request, Caller caller) =>
        RetrievalPlan.For(open.Study, request, caller.Domain) is RetrievalPlan.Route route
            ? new Admission(request, open.Study, route, open.Begun, open)
            : null;
}
