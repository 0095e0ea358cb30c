using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Answering;

/// <summary>The headers of FHIR answers (R4, 3.1.0.1).</summary>
internal static class FhirHeaders
{
    internal static string ETag(int version) => string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");

    /// <summary>Status, the media type that was agreed on, and what keeps an answer from caches and sniffers.</summary>
    internal static void Content(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = Negotiation.Agree(http.Request) switch
        {
            FhirFormat.Xml => "application/fhir+xml; charset=utf-8",
            FhirFormat.PlainJson => "application/json; charset=utf-8",
            _ => "application/fhir+json; charset=utf-8",
        };
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.Vary = "Accept";
    }

    internal static void Version(HttpContext http, int version, DateTimeOffset lastUpdated)
    {
        http.Response.Headers.ETag = ETag(version);
        http.Response.Headers.LastModified = lastUpdated.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>The versions in If-Match or If-None-Match; null where the header is absent, empty where it names none of ours.</summary>
    internal static IReadOnlyList<int>? Versions(string? header) =>
        string.IsNullOrWhiteSpace(header) ? null : [.. header.Split(',').Select(VersionOf).OfType<int>()];

    /// <summary>Whether the caller has this version already: If-None-Match by its version or a star; only where it is absent,
    /// If-Modified-Since by the second (R4, 3.1.0.1.2; RFC 9110 13.1).</summary>
    internal static bool IsKnown(HttpRequest request, int version, DateTimeOffset lastUpdated)
    {
        if (Versions(request.Headers.IfNoneMatch) is { } versions)
            return versions.Contains(version) || request.Headers.IfNoneMatch.ToString().Trim() == "*";
        return DateTimeOffset.TryParseExact(
                request.Headers.IfModifiedSince, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            && lastUpdated.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }

    private static int? VersionOf(string tag)
    {
        var text = tag.Trim();
        if (text.StartsWith("W/", StringComparison.Ordinal))
            text = text[2..];
        return text is ['"', .., '"']
            && int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
    }
}
