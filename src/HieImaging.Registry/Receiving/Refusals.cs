using System.Text.Json;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Trust.Admission;
using HieImaging.Wire;
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

    /// <summary>Refuses a known caller, and tells the audit trail.</summary>
    public static async Task Tell(HttpContext http, Transaction transaction, int status, string code, string text)
    {
        await ScopeCheck.RefusedAsync(http, transaction, code);
        await Write(http, status, code, text);
    }

    /// <summary>A door whose body may be broken or too large: that is refused like anything else.</summary>
    public static RequestDelegate OfBodies(Transaction transaction, RequestDelegate answer) => async http =>
    {
        try
        {
            await answer(http);
        }
        catch (Exception wrong) when (Of(wrong) is var (status, code, text) && !http.Response.HasStarted)
        {
            await Tell(http, transaction, status, code, text);
        }
    };

    private static (int Status, string Code, string Text)? Of(Exception wrong) => wrong switch
    {
        BoundsExceededException bound => (StatusCodes.Status413PayloadTooLarge, "too-long", bound.Message),
        MalformedException malformed => (StatusCodes.Status400BadRequest, "structure", malformed.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge, "too-long", "The body is larger than this door takes."),
        BadHttpRequestException bad => (bad.StatusCode, "structure", "The body could not be read."),
        _ => null,
    };
}
