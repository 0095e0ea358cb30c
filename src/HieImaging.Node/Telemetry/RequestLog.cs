using System.Diagnostics;

namespace HieImaging.Node.Telemetry;

/// <summary>One line a request that was refused or failed (all of them at level Debug): the door's pattern, never the path or the query, which name patients and studies.</summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider clock, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var started = clock.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            var level = http.Response.StatusCode switch { >= 500 => LogLevel.Warning, >= 400 => LogLevel.Information, _ => LogLevel.Debug };
            if (log.IsEnabled(level))
                Answered(log, level, http.Request.Method, Door(http), http.Response.StatusCode,
                    Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 1), Activity.Current?.TraceId.ToString());
        }
    }

    private static string Door(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no door)";

    [LoggerMessage(6201, "{Method} {Door} answered {Status} in {Elapsed} ms ({Trace})")]
    private static partial void Answered(ILogger log, LogLevel level, string method, string door, int status, double elapsed, string? trace);
}
