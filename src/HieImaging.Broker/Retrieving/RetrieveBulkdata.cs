using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Trust.Callers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Broker.Retrieving;

/// <summary>Bulk data by the address that the node's own metadata gave (PS3.18 10.4.1.1.5).</summary>
internal static class RetrieveBulkdata
{
    public static async Task Answer(HttpContext http)
    {
        var store = http.RequestServices.GetRequiredService<Store>();
        if (await Admission.OfAsync(http, store) is not { } admission)
            return;
        var handles = http.RequestServices.GetRequiredService<BulkdataHandle>();
        if (admission.Request is not { Series: { } series, Instance: { } instance }
            || handles.Read(admission.Study.Id, series, instance, (string)http.Request.RouteValues["handle"]!) is not var (mark, path)
            || handles.RootOf(http.Caller().Domain, ParticipantId.Parse(admission.Study.Custodian), mark) is not { } root)
        {
            await RetrieveInstances.EndAsync(http, admission, Trust.Audit.AuditOutcome.Refused, "not-found", Refusals.NotFoundAsync(http));
            return;
        }
        var decision = AcceptDecision.ForBulkdata(http.Request.Headers.Accept, http.Request.Query["accept"]);
        await RetrieveFrames.RelayAsync(http, admission, root, path, decision, 0);
    }
}
