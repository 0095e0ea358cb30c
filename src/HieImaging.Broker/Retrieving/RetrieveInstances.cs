using HieImaging.Archives;
using HieImaging.DocumentStore;
using HieImaging.Trust.Audit;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HieImaging.Broker.Retrieving;

/// <summary>
/// RAD-107 Retrieve Study, Series, Instance (PS3.18 10.4.1.1): the objects as the archive has them, byte for byte.
/// 1 admit and audit · 2 ask the first archive · 3 answer 200 · 4 relay part by part · 5 end only what is complete,
/// else break the connection.
/// </summary>
internal static partial class RetrieveInstances
{
    public static async Task Answer(HttpContext http)
    {
        var services = http.RequestServices;
        var store = services.GetRequiredService<Store>();
        if (await Admission.OfAsync(http, store) is not { } admission)
            return;
        if (AcceptDecision.ForInstances(http.Request.Headers.Accept, http.Request.Query["accept"], admission.Request.Instance is not null)
            is not AcceptDecision.Accepted accepted)
        {
            await EndAsync(http, admission, AuditOutcome.Refused, "not-acceptable", Refusals.NotAcceptableAsync(http));
            return;
        }

        var archive = services.GetRequiredService<DicomWebArchive>();
        var health = services.GetRequiredService<ArchiveHealth>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RetrieveInstances).FullName!);
        var first = await AskAsync(archive, health, admission, admission.Route.Fetches[0], accepted, http.RequestAborted);
        if (first is not ArchiveAnswer.Found found)
        {
            await RefuseAsync(http, admission, first);
            return;
        }
        var ended = "aborted";
        InstanceRelay? relay = null;
        try
        {
            relay = accepted.Multipart ? Begin(http, admission) : null;
            if (relay is null)
                await RetrieveSingle.RelayAsync(http, found, admission.Route.Fetches[0].Instances);
            else
                await RelayAllAsync(http, archive, health, admission, accepted, relay, found);
            ended = "complete";
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            ended = "caller-left";
        }
        catch (Exception failure)
            when (failure is IOException or TimeoutException or MalformedException or BoundsExceededException or HttpRequestException)
        {
            ended = "archive-failed";
            Broken(log, admission.Study.Custodian, relay?.Sent ?? 0, admission.Study.Routes.InstanceCount, failure.GetType().Name);
            await BreakAsync(http);
        }
        finally
        {
            await found.DisposeAsync();
            await RetrievalAudit.EndedAsync(
                http, admission, ended == "complete" ? AuditOutcome.Success : AuditOutcome.Failed, ended);
        }
    }

    private static InstanceRelay Begin(HttpContext http, Admission admission)
    {
        var boundary = MultipartRelatedWriter.NewBoundary();
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = MultipartRelatedWriter.ContentType("application/dicom", boundary);
        http.Response.Headers.CacheControl = "no-store";
        return new InstanceRelay(new MultipartRelatedWriter(http.Response.Body, boundary),
            admission.Route.Fetches.SelectMany(fetch => fetch.Instances).ToHashSet(StringComparer.Ordinal));
    }

    private static async Task RelayAllAsync(
        HttpContext http, DicomWebArchive archive, ArchiveHealth health, Admission admission,
        AcceptDecision.Accepted accepted, InstanceRelay relay, ArchiveAnswer.Found first)
    {
        await relay.PassOnAsync(first, http.RequestAborted);
        foreach (var fetch in admission.Route.Fetches.Skip(1))
        {
            if (await AskAsync(archive, health, admission, fetch, accepted, http.RequestAborted) is not ArchiveAnswer.Found next)
                throw new IOException("An archive that holds a part of the study does not give it.");
            await using (next)
                await relay.PassOnAsync(next, http.RequestAborted);
        }
        if (!relay.IsComplete)
            throw new IOException("The archive sent fewer instances than are registered.");
        await relay.EndAsync(http.RequestAborted);
    }

    private static async Task<ArchiveAnswer> AskAsync(
        DicomWebArchive archive, ArchiveHealth health, Admission admission, Fetch fetch,
        AcceptDecision.Accepted accepted, CancellationToken cancellation)
    {
        var answer = await archive.GetAsync(fetch.Root, fetch.Path, accepted.Ask, accepted.Converts, cancellation);
        health.Heard(admission.Study.Custodian, fetch.Root, answer is not ArchiveAnswer.Unavailable);
        return answer;
    }

    /// <summary>Nothing sent yet: an honest 503. Else the connection breaks,
    /// for without its final boundary no reader takes the body for whole.</summary>
    internal static async Task BreakAsync(HttpContext http)
    {
        if (http.Response.HasStarted)
            http.Abort();
        else
            await Refusals.UnavailableAsync(http, TimeSpan.FromSeconds(15));
    }

    internal static Task RefuseAsync(HttpContext http, Admission admission, ArchiveAnswer answer) => answer switch
    {
        ArchiveAnswer.NotAcceptable =>
            EndAsync(http, admission, AuditOutcome.Refused, "not-acceptable", Refusals.NotAcceptableAsync(http)),
        ArchiveAnswer.Unavailable down =>
            EndAsync(http, admission, AuditOutcome.Failed, "archive-unavailable", Refusals.UnavailableAsync(http, down.RetryAfter)),
        _ => EndAsync(http, admission, AuditOutcome.Failed, "absent-at-archive", Refusals.NotFoundAsync(http)),
    };

    internal static async Task EndAsync(HttpContext http, Admission admission, AuditOutcome outcome, string code, Task refusal)
    {
        await refusal;
        await RetrievalAudit.EndedAsync(http, admission, outcome, code);
    }

    [LoggerMessage(4101, LogLevel.Warning,
        "A retrieval from {Custodian} broke after {Sent} of {Registered} instances ({Failure}); the caller's connection was broken too.")]
    internal static partial void Broken(ILogger logger, string custodian, int sent, int registered, string failure);
}
