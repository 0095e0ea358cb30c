using System.Diagnostics;
using HieImaging.Wire.Doors;

namespace HieImaging.Node.Telemetry;

/// <summary>One line a request that was refused or failed (all of them at level Debug): the door's pattern, never the path or the query,
/// which name patients and studies.</summary>
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
            var level = http.Response.StatusCode switch
            {
                >= 400 when DoorRefusal.IsTooMuch(http) => LogLevel.Debug,            // hie_throttled, hie_shed and the trail count them
                >= 500 => LogLevel.Warning,
                >= 400 => LogLevel.Information,
                _ => LogLevel.Debug,
            };
            if (log.IsEnabled(level))
            {
                var elapsed = Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 1);
                var door = Door(http);
                var trace = Activity.Current?.TraceId.ToString();
                Answered(log, level, http.Request.Method, door, http.Response.StatusCode, elapsed, trace);
            }
        }
    }

    private static string Door(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no door)";

    [LoggerMessage(EventId = 6201, Message = "{Method} {Door} answered {Status} in {Elapsed} ms ({Trace})")]
    private static partial void Answered(
        ILogger log, LogLevel level, string method, string door, int status, double elapsed, string? trace);
}
