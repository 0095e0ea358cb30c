using HieImaging.Publisher.Watching;
using HieImaging.Wire.Listening;
using HieImaging.Wire.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HieImaging.Publisher.Managing;

/// <summary>
/// Health and metrics: <c>/health/live</c> (the process), <c>/health/ready</c> (the last rounds went well, and none of the vanished studies
/// awaits somebody's word) and <c>/metrics</c>. On loopback alone.
/// </summary>
internal sealed class ManagementDoor : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ManagementDoor(WebApplication app) => _app = app;

    /// <summary>Where it listens; port 0 of the setting is any free one.</summary>
    public string Address => _app.Urls.First();

    /// <param name="late">A last good round that is older than this means not ready.</param>
    /// <exception cref="IOException">The address cannot be had.</exception>
    /// <exception cref="FormatException">It is none, or not of loopback.</exception>
    public static async Task<ManagementDoor> OpenAsync(
        string url, Metrics metrics, Func<WatchStatus> status, TimeSpan late, TimeProvider clock, CancellationToken cancellation)
    {
        var listener = new ListenerOptions { Url = url };
        if (listener.Refusal is { } refusal)
            throw new FormatException(refusal);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Listen(listener.Endpoint);
        });
        var app = builder.Build();
        app.Run(http => AnswerAsync(http, metrics, () => NotReady(status(), clock.GetUtcNow(), late)));
        await app.StartAsync(cancellation);
        return new ManagementDoor(app);
    }

    /// <summary>Why it is not ready; null: it is.</summary>
    internal static string? NotReady(WatchStatus status, DateTimeOffset now, TimeSpan late) => status switch
    {
        { LastRound: null } => "no round has ended yet",
        { ArchiveLost: true } when now - status.LastRound > late => "the archive does not answer",
        { NodeLost: true } when now - status.LastRound > late => "the node does not answer",
        _ when now - status.LastRound > late => "the last good round is long ago",
        { Stopped: > 0 } => "studies have vanished and await somebody's word",
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Task AnswerAsync(HttpContext http, Metrics metrics, Func<string?> notReady)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
            return AnswerAsync(http, StatusCodes.Status405MethodNotAllowed, "GET only\n");
        return http.Request.Path.Value switch
        {
            "/health/live" => AnswerAsync(http, StatusCodes.Status200OK, "live\n"),
            "/health/ready" => notReady() is { } reason
                ? AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, reason + "\n")
                : AnswerAsync(http, StatusCodes.Status200OK, "ready\n"),
            "/metrics" => AnswerAsync(http, StatusCodes.Status200OK, metrics.Write(), PrometheusText.ContentType),
            _ => AnswerAsync(http, StatusCodes.Status404NotFound, "not here\n"),
        };
    }

    private static Task AnswerAsync(HttpContext http, int status, string text, string contentType = "text/plain; charset=utf-8")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(text);
    }
}
