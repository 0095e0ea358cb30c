using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HieImaging.Governance.Authorizing;

/// <summary>OAuth's way of saying no (RFC 6749 5.2).</summary>
internal static class TokenRefusal
{
    public static Task WriteAsync(HttpContext http, int status, string error, string reason) =>
        WriteJsonAsync(http, status, new JsonObject { ["error"] = error, ["error_description"] = reason });

    /// <summary>Any answer of these doors: never cached.</summary>
    public static Task WriteJsonAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";
        http.Response.Headers[HeaderNames.Pragma] = "no-cache";
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }

    /// <summary>For whoever stands in front of these doors.</summary>
    public static Task AtTheGate(HttpContext http, int status, string code, string text) => WriteAsync(http, status, status switch
    {
        StatusCodes.Status403Forbidden => "insufficient_scope",
        StatusCodes.Status429TooManyRequests or >= 500 => "temporarily_unavailable",     // RFC 6749 4.1.2.1 has the one word for it
        _ => "invalid_token",
    }, text);
}
