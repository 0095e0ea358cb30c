using System.Buffers;
using System.Globalization;
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
/// Metadata of a study, series or instance (PS3.18 10.4.1.1.2) as DICOM JSON. Gathered before the answer begins, so that an archive that
/// fails midway is a 503 and one that has lost instances is a 206 that says so; never a short list under 200.
/// </summary>
internal static class RetrieveMetadata
{
    private const int Largest = 256 * 1024 * 1024;

    private static readonly JsonSerializerOptions Strict = new() { MaxDepth = 64 };

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
        var gathered = new ArrayBufferWriter<byte>(64 * 1024);
        var sent = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            await using var json = new Utf8JsonWriter(gathered);
            json.WriteStartArray();
            foreach (var fetch in admission.Route.Fetches)
            {
                var answer = await services.GetRequiredService<DicomWebArchive>()
                    .GetAsync(fetch.Root, fetch.Path + "/metadata", accepted.Ask, false, http.RequestAborted);
                services.GetRequiredService<ArchiveHealth>()
                    .Heard(admission.Study.Custodian, fetch.Root, answer is not ArchiveAnswer.Unavailable);
                if (answer is not ArchiveAnswer.Found found)
                {
                    await RetrieveInstances.RefuseAsync(http, admission, answer);
                    return;
                }
                await using (found)
                    await GatherAsync(http, admission, fetch, found, json, sent, gathered);
            }
            json.WriteEndArray();
        }
        catch (Exception failure)
            when (failure is IOException or TimeoutException or JsonException
                or MalformedException or HttpRequestException or BoundsExceededException)
        {
            RetrieveInstances.Broken(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RetrieveInstances).FullName!),
                admission.Study.Custodian, sent.Count, admission.Study.Routes.InstanceCount, failure.GetType().Name);
            await RetrieveInstances.RefuseAsync(
                http, admission, new ArchiveAnswer.Unavailable(failure.GetType().Name, TimeSpan.FromSeconds(15)));
            return;
        }
        await WriteAsync(http, admission, gathered, sent.Count);
    }

    private static async Task GatherAsync(
        HttpContext http, Admission admission, Fetch fetch, ArchiveAnswer.Found found,
        Utf8JsonWriter json, HashSet<string> sent, ArrayBufferWriter<byte> gathered)
    {
        var instances = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(found.Body, Strict, http.RequestAborted);
        await foreach (var instance in instances)
        {
            if (MetadataRewrite.SopInstanceUid(instance) is not { } uid || !fetch.Instances.Contains(uid) || !sent.Add(uid))
                continue;                                          // not registered for this study and patient: it does not exist here
            Rewrite(http, admission, fetch, MetadataRewrite.SeriesInstanceUid(instance) ?? "", uid).Write(json, instance);
            if (gathered.WrittenCount + json.BytesPending > Largest)
                throw new BoundsExceededException("bytes of metadata", Largest);
        }
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

    private static async Task WriteAsync(HttpContext http, Admission admission, ArrayBufferWriter<byte> gathered, int sent)
    {
        var registered = admission.Route.Fetches.Sum(fetch => fetch.Instances.Count);
        http.Response.StatusCode = sent == registered ? 200 : sent == 0 ? 404 : 206;
        http.Response.Headers.CacheControl = "no-store";
        if (sent > 0)
        {
            http.Response.ContentType = "application/dicom+json";
            http.Response.ContentLength = gathered.WrittenCount;
            if (sent < registered)
                http.Response.Headers.Warning = string.Create(CultureInfo.InvariantCulture,
                    $"299 hie \"{registered - sent} of {registered} registered instances are not at the archive\"");
            await http.Response.Body.WriteAsync(gathered.WrittenMemory, http.RequestAborted);
        }
        await RetrievalAudit.EndedAsync(
            http, admission,
            sent == registered ? AuditOutcome.Success : AuditOutcome.Failed,
            sent == registered ? "complete" : "incomplete");
    }
}
