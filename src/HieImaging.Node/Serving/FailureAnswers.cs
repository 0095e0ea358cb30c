using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Wire;
using HieImaging.Wire.Doors;

namespace HieImaging.Node.Serving;

/// <summary>What a door did not answer itself, in that door's own words: a caller's mistake is never a 500, a stopped PostgreSQL is
/// 503.</summary>
internal sealed partial class FailureAnswers(RequestDelegate next, ILogger<FailureAnswers> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; nobody is there to be answered.
        }
        catch (Exception failure)
        {
            var (status, code, text) = Answer(http, failure);
            if (failure is not StoreUnavailableException && status >= 500)       // an outage is told once, by the pulse
                Failed(log, status, failure);
            if (http.Response.HasStarted)
            {
                http.Abort();                                       // never a clean end of half an answer
                return;
            }

            http.Response.Clear();
            if (status == StatusCodes.Status503ServiceUnavailable)
                http.Response.Headers.RetryAfter = "2";
            var write = http.GetEndpoint()?.Metadata.GetMetadata<RefusalWriter>() ?? Plain;
            await write(http, status, code, text);
        }
    }

    private static (int Status, string Code, string Text) Answer(HttpContext http, Exception failure) => failure switch
    {
        TooCostlyException when IsQuery(http) => (413, "too-costly", "The query takes too long to answer; ask for less."),    // PS3.18 10.6.3.1
        StoreUnavailableException => (503, "transient", "The store does not answer now; try again."),
        ConcurrencyException => (409, "conflict", "It was changed by somebody else meanwhile; try again."),
        UnstorableContentException => (400, "value", "The content cannot be stored."),
        BoundsExceededException => (413, "too-long", "The content is larger than this door takes."),
        MalformedException or TruncatedException => (400, "structure", "The content is malformed or was cut off."),
        BadHttpRequestException { StatusCode: 413 } => (413, "too-long", "The content is larger than this door takes."),
        BadHttpRequestException { StatusCode: 503 } => (503, "throttled", "The node has no room for this body now; come again."),
        BadHttpRequestException bad => (bad.StatusCode, "structure", "The request is malformed."),
        _ => (500, "exception", "The node failed; the failure is logged."),
    };

    private static bool IsQuery(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetOrderedMetadata<Transaction>() is [{ Audit: AuditAction.Query }, ..];

    private static Task Plain(HttpContext http, int status, string code, string text)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { code, text }, http.RequestAborted);
    }

    [LoggerMessage(6202, LogLevel.Error, "A door failed and answered {Status}.")]
    private static partial void Failed(ILogger log, int status, Exception failure);
}
