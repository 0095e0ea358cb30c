using System.Globalization;
using HieImaging.Wire.Doors;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Broker.Retrieving;

/// <summary>DICOMweb's refusals: a status and one plain sentence.</summary>
internal static class Refusals
{
    public static RefusalWriter Writer { get; } = (http, status, _, text) => WriteAsync(http, status, text);

    public static Task NotFoundAsync(HttpContext http) => WriteAsync(http, 404, "There is no such object.");

    public static Task ConflictAsync(HttpContext http) =>
        WriteAsync(http, 409, "More than one study has this UID: ask at /dicomweb/at/{custodian}, or for a series.");

    public static Task NoRouteAsync(HttpContext http) =>
        WriteAsync(http, 404, "No archive is registered for the location of these images.");

    public static Task NotAcceptableAsync(HttpContext http) =>
        WriteAsync(http, 406, "The object cannot be given in a form that the Accept header takes.");

    public static Task UnavailableAsync(HttpContext http, TimeSpan retryAfter) =>
        ComeAgainAsync(http, retryAfter, "The archive that holds these images does not answer.");

    public static Task BusyAsync(HttpContext http, TimeSpan retryAfter) =>
        ComeAgainAsync(http, retryAfter, "The node has too much to do; come again.");

    private static Task ComeAgainAsync(HttpContext http, TimeSpan retryAfter, string text)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(http, 503, text);
    }

    private static async Task WriteAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentLength = null;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync(text + "\n", http.RequestAborted);
    }
}
