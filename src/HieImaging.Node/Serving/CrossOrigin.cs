using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HieImaging.Node.Serving;

/// <summary>
/// CORS for viewers that are served from elsewhere (Fetch standard 3.2): by allow-list, a preflight answered before anybody is asked who
/// he is, no cookies and no wildcard; the bearer token stays what opens a door.
/// </summary>
internal static class CrossOrigin
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];

    private static readonly string[] Asked =
    [
        HeaderNames.Authorization, HeaderNames.Accept, HeaderNames.ContentType, HeaderNames.IfMatch, HeaderNames.IfNoneMatch,
        "If-None-Exist", "Prefer", HeaderNames.CacheControl, HeaderNames.Pragma,
    ];

    private static readonly string[] Shown =
    [
        HeaderNames.Warning, HeaderNames.ETag, HeaderNames.Location, HeaderNames.ContentLocation, HeaderNames.LastModified,
        HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate,
    ];

    public static IServiceCollection AddCrossOrigin(this IServiceCollection services)
    {
        services.AddOptions<CrossOriginOptions>().BindConfiguration(CrossOriginOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddCors();
    }

    /// <summary>After routing, before whatever asks who is calling.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<CrossOriginOptions>>().Value;
        if (options.Origins.Count == 0)
            return;
        app.UseWhen(IsForPages, doors => doors.Use(VaryAsync).UseCors(policy => policy
            .WithOrigins([.. options.Origins])
            .WithMethods(Methods)
            .WithHeaders(Asked)
            .WithExposedHeaders(Shown)
            .SetPreflightMaxAge(options.PreflightMaxAge)));
    }

    private static bool IsForPages(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/fhir") || http.Request.Path.StartsWithSegments("/dicomweb");

    // Whether or not this one had an origin: a cache must not give one page's answer to another's (Fetch 3.2.5).
    private static Task VaryAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            if (!http.Response.Headers.Vary.Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
                http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
            return Task.CompletedTask;
        });
        return next(http);
    }
}
