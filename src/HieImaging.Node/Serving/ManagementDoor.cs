using HieImaging.DocumentStore;
using HieImaging.Wire.Telemetry;

namespace HieImaging.Node.Serving;

/// <summary>
/// Health and metrics, on a listener of their own and nothing else there: <c>/health/live</c> (the process), <c>/health/ready</c>
/// (PostgreSQL answers and the node does not stop; RabbitMQ does not matter, the outbox waits for it) and <c>/metrics</c>.
/// </summary>
internal sealed class ManagementDoor(RequestDelegate next, Store store, Metrics metrics, IHostApplicationLifetime life)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (!Listeners.IsManagement(http))
            return next(http);
        if (!HttpMethods.IsGet(http.Request.Method))
            return Answer(http, StatusCodes.Status405MethodNotAllowed, "GET only\n");
        return http.Request.Path.Value switch
        {
            "/health/live" => Answer(http, StatusCodes.Status200OK, "live\n"),
            "/health/ready" when life.ApplicationStopping.IsCancellationRequested =>
                Answer(http, StatusCodes.Status503ServiceUnavailable, "stopping\n"),
            "/health/ready" when !store.Answers => Answer(http, StatusCodes.Status503ServiceUnavailable, "PostgreSQL does not answer\n"),
            "/health/ready" => Answer(http, StatusCodes.Status200OK, "ready\n"),
            "/metrics" => Answer(http, StatusCodes.Status200OK, metrics.Write(), PrometheusText.ContentType),
            _ => Answer(http, StatusCodes.Status404NotFound, "not here\n"),
        };
    }

    private static Task Answer(HttpContext http, int status, string text, string contentType = "text/plain; charset=utf-8")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(text);
    }
}
