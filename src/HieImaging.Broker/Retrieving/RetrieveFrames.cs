using HieImaging.Archives;
using HieImaging.DocumentStore;
using HieImaging.Trust.Audit;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HieImaging.Broker.Retrieving;

/// <summary>Frames (PS3.18 10.4.1.1.6) and bulk data (10.4.1.1.5): the archive's parts,
/// each with a truthful Content-Type and no address of the archive.</summary>
internal static class RetrieveFrames
{
    public static async Task Answer(HttpContext http)
    {
        var store = http.RequestServices.GetRequiredService<Store>();
        if (await Admission.OfAsync(http, store) is not { } admission)
            return;
        var decision = AcceptDecision.ForFrames(
            http.Request.Headers.Accept, http.Request.Query["accept"], admission.Request.Frames.Count == 1);
        await RelayAsync(
            http, admission, admission.Route.Fetches[0].Root, admission.Request.Path, decision, admission.Request.Frames.Count);
    }

    /// <param name="count">Parts that must come, or 0 where it is not known.</param>
    internal static async Task RelayAsync(
        HttpContext http, Admission admission, string root, string path, AcceptDecision decision, int count)
    {
        if (decision is not AcceptDecision.Accepted accepted)
        {
            await RetrieveInstances.EndAsync(http, admission, AuditOutcome.Refused, "not-acceptable", Refusals.NotAcceptableAsync(http));
            return;
        }
        var services = http.RequestServices;
        var answer = await services.GetRequiredService<DicomWebArchive>()
            .GetAsync(root, path, accepted.Ask, accepted.Converts, http.RequestAborted);
        services.GetRequiredService<ArchiveHealth>().Heard(admission.Study.Custodian, root, answer is not ArchiveAnswer.Unavailable);
        if (answer is not ArchiveAnswer.Found found)
        {
            await RetrieveInstances.RefuseAsync(http, admission, answer);
            return;
        }
        var ended = "aborted";
        try
        {
            await using (found)
                await PassOnAsync(http, found, accepted.Multipart, count);
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
            RetrieveInstances.Broken(
                services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RetrieveInstances).FullName!),
                admission.Study.Custodian, 0, count, failure.GetType().Name);
            await RetrieveInstances.BreakAsync(http);
        }
        finally
        {
            await RetrievalAudit.EndedAsync(
                http, admission, ended == "complete" ? AuditOutcome.Success : AuditOutcome.Failed, ended);
        }
    }

    private static async Task PassOnAsync(HttpContext http, ArchiveAnswer.Found found, bool multipart, int count)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!found.ContentType.Is("multipart/related"))
        {
            http.Response.ContentType = found.ContentType.ToString();
            await found.Body.CopyToAsync(http.Response.Body, 256 * 1024, http.RequestAborted);
            return;
        }
        using var parts = new BoundedMultipartReader(
            found.Body, found.ContentType.Boundary ?? throw new MalformedException("No boundary."),
            new MultipartBounds { Parts = 100_000 });
        if (multipart)
            await PassOnPartsAsync(http, parts, count);
        else
            await PassOnOneAsync(http, parts);
    }

    private static async Task PassOnPartsAsync(HttpContext http, BoundedMultipartReader parts, int count)
    {
        MultipartRelatedWriter? writer = null;
        var sent = 0;
        while (await parts.NextAsync(http.RequestAborted) is { } part)
        {
            var type = TypeOf(part);
            if (writer is null)
            {
                var boundary = MultipartRelatedWriter.NewBoundary();
                http.Response.ContentType = MultipartRelatedWriter.ContentType(type.Split(';')[0], boundary);
                writer = new MultipartRelatedWriter(http.Response.Body, boundary);
            }
            await writer.BeginPartAsync([("Content-Type", type)], http.RequestAborted);
            await part.CopyToAsync(http.Response.Body, http.RequestAborted);
            sent++;
        }
        if (writer is null || sent < count)
            throw new IOException("The archive sent fewer frames than were asked for.");
        await writer.EndAsync(http.RequestAborted);
    }

    private static async Task PassOnOneAsync(HttpContext http, BoundedMultipartReader parts)
    {
        if (await parts.NextAsync(http.RequestAborted) is not { } part)
            throw new IOException("The archive sent nothing.");
        http.Response.ContentType = TypeOf(part);
        await part.CopyToAsync(http.Response.Body, http.RequestAborted);
        while (await parts.NextAsync(http.RequestAborted) is not null)
        {
        }
    }

    // Archives write type="image/jp2; transfer-syntax=…" with the syntax inside the quotes, or quote all; say it as the standard does.
    private static string TypeOf(MultipartPart part) => part.ContentType switch
    {
        null => "application/octet-stream",
        var media when media["transfer-syntax"] is { } syntax => $"{media.Type}; transfer-syntax={syntax}",
        var media => media.Type,
    };
}
