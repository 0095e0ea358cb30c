using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Wire.Doors;

/// <summary>Says no before a door is entered, in that door's own words where it has any.</summary>
public static class DoorRefusal
{
    /// <param name="after">When to ask again (RFC 9110 10.2.3), in whole seconds upwards; null where that would not help.</param>
    public static Task WriteAsync(HttpContext http, int status, string code, string text, TimeSpan? after = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (after is { } wait)
        {
            http.Features.Set(new TooMuch());
            http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
        if (http.GetEndpoint()?.Metadata.GetMetadata<RefusalWriter>() is { } write)
            return write(http, status, code, text);
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    /// <summary>Whether a request was told to come again: by the thousand, so that each for itself is not worth a line of a log.</summary>
    public static bool IsTooMuch(HttpContext http) => http.Features.Get<TooMuch>() is not null;

    private sealed record TooMuch;
}
