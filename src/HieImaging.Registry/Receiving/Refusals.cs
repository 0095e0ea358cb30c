using System.Text.Json;
using HieImaging.Wire.Doors;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Registry.Receiving;

/// <summary>How the plain HTTP doors say no: a small JSON object with a code and a sentence.</summary>
internal static class Refusals
{
    public static readonly RefusalWriter Writer = Write;

    public static Task Write(HttpContext http, int status, string code, string text)
    {
        if (http.Response.HasStarted)
            return Task.CompletedTask;
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(new { code, text }, JsonSerializerOptions.Web), http.RequestAborted);
    }
}
