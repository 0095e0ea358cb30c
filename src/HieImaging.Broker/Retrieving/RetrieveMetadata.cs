using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Archives;
using HieImaging.DocumentStore;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HieImaging.Broker.Retrieving;

/// <summary>
/// Metadata of a study, series or instance (PS3.18 10.4.1.1.2) as DICOM JSON. Gathered up to a size before the answer begins, so that an archive
/// that fails midway is a 503 and one that has lost instances is a 206 that says so; what is larger breaks off instead. Never a short list
/// that ends as if it were whole.
/// </summary>
internal static class RetrieveMetadata
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1), Later = TimeSpan.FromSeconds(15);

    public static async Task Answer(HttpContext http)
    {
        var services = http.RequestServices;
        var store = services.GetRequiredService<Store>();
        if (await Admission.OfAsync(http, store) is not { } admission)
            return;
        if (AcceptDecision.ForMetadata(http.Request.Headers.Accept, http.Request.Query["accept"]) is not AcceptDecision.Accepted accepted)
        {
            await RetrieveInstances.EndAsync(http, admission, AuditOutcome.Refused, "not-acceptable", Refusals.NotAcceptableAsync(http));
            return;
        }
        var room = services.GetRequiredService<MetadataRoom>();
        var client = http.Caller().Client.Id;
        using var reading = room.Open(client);
        using var answer = new GrowingAnswer(http, room.Options.GatheredBytes, room.Open(client));
        var registered = admission.Route.Fetches.Sum(fetch => fetch.Instances.Count);
        var sent = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            if (await RelayAllAsync(http, admission, accepted, answer, sent, reading) is { } refusal)
            {
                await RetrieveInstances.RefuseAsync(http, admission, refusal);
                return;
            }
            await answer.EndAsync(sent.Count, registered);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            await RetrievalAudit.EndedAsync(http, admission, AuditOutcome.Failed, "caller-left");
            return;
        }
        catch (Exception failure)
            when (failure is IOException or TimeoutException or JsonException or NoRoomException
                or MalformedException or HttpRequestException or BoundsExceededException)
        {
            await FailAsync(http, admission, answer, sent.Count, failure);
            return;
        }
        var isWhole = sent.Count == registered;
        await RetrievalAudit.EndedAsync(
            http, admission, isWhole ? AuditOutcome.Success : AuditOutcome.Failed, isWhole ? "complete" : "incomplete");
    }

    /// <returns>What an archive said instead, where nothing has been sent yet; null: all was read.</returns>
    private static async Task<ArchiveAnswer?> RelayAllAsync(
        HttpContext http, Admission admission, AcceptDecision.Accepted accepted, GrowingAnswer answer, HashSet<string> sent, ByteBudget.Part reading)
    {
        var (archive, health) = (http.RequestServices.GetRequiredService<DicomWebArchive>(), http.RequestServices.GetRequiredService<ArchiveHealth>());
        foreach (var fetch in admission.Route.Fetches)
        {
            var said = await archive.GetAsync(fetch.Root, fetch.Path + "/metadata", accepted.Ask, false, http.RequestAborted);
            health.Heard(admission.Study.Custodian, fetch.Root, said is not ArchiveAnswer.Unavailable);
            if (said is not ArchiveAnswer.Found found)
                return answer.HasBegun ? throw new IOException("An archive that holds a part of the study does not give it.") : said;
            await using (found)
                await RelayAsync(http, admission, fetch, found, answer, sent, reading);
        }
        return null;
    }

    private static async Task RelayAsync(
        HttpContext http, Admission admission, Fetch fetch, ArchiveAnswer.Found found,
        GrowingAnswer answer, HashSet<string> sent, ByteBudget.Part reading)
    {
        var options = http.RequestServices.GetRequiredService<MetadataRoom>().Options;
        await foreach (var instance in ArchivedMetadata.ReadAsync(found.Body, options, reading, http.RequestAborted))
        {
            if (MetadataRewrite.SopInstanceUid(instance) is not { } uid || !fetch.Instances.Contains(uid) || !sent.Add(uid))
                continue;                                          // not registered for this study and patient: it does not exist here
            await answer.AddAsync(Rewrite(http, admission, fetch, MetadataRewrite.SeriesInstanceUid(instance) ?? "", uid), instance);
        }
    }

    // No room is the node's, not the archive's; and what has begun cannot say anything any more but that it is not whole.
    private static Task FailAsync(HttpContext http, Admission admission, GrowingAnswer answer, int sent, Exception failure)
    {
        if (failure is NoRoomException)
        {
            http.RequestServices.GetRequiredService<MetadataRoom>().WasSpent();
            return answer.HasBegun
                ? RetrieveInstances.EndAsync(http, admission, AuditOutcome.Failed, "busy", RetrieveInstances.BreakAsync(http))
                : RetrieveInstances.EndAsync(http, admission, AuditOutcome.Refused, "busy", Refusals.BusyAsync(http, Soon));
        }
        RetrieveInstances.Broken(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RetrieveInstances).FullName!),
            admission.Study.Custodian, sent, admission.Study.Routes.InstanceCount, failure.GetType().Name);
        return answer.HasBegun
            ? RetrieveInstances.EndAsync(http, admission, AuditOutcome.Failed, "archive-failed", RetrieveInstances.BreakAsync(http))
            : RetrieveInstances.RefuseAsync(http, admission, new ArchiveAnswer.Unavailable(failure.GetType().Name, Later));
    }

    private static MetadataRewrite Rewrite(HttpContext http, Admission admission, Fetch fetch, string series, string instance)
    {
        var handles = http.RequestServices.GetRequiredService<BulkdataHandle>();
        var url = $"{http.RequestServices.GetRequiredService<PublicAddress>().Now}/dicomweb/at/{admission.Study.Custodian}"
            + $"/studies/{admission.Study.StudyInstanceUid}/series/{series}/instances/{instance}";
        return new MetadataRewrite(url, address =>
            BulkdataHandle.Below(fetch.Root, address) is { } path
            && SeriesInstanceUid.TryParse(series, out var of) && SopInstanceUid.TryParse(instance, out var uid)
                ? $"{url}/bulkdata/{handles.Write(admission.Study.Id, of, uid, fetch.Root, path)}"
                : null);
    }
}
