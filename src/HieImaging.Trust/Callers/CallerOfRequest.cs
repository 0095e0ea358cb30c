using Microsoft.AspNetCore.Http;

namespace HieImaging.Trust.Callers;

/// <summary>The caller that the gate found for a request.</summary>
public static class CallerOfRequest
{
    /// <exception cref="InvalidOperationException">The endpoint is open to anybody, or the gate is not in the pipeline.</exception>
    public static Caller Caller(this HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("The gate has let no caller in.");

    /// <summary>The same, null where the endpoint is open to anybody.</summary>
    public static Caller? CallerOrNull(this HttpContext http) => http.Features.Get<Caller>();

    internal static void Admit(this HttpContext http, Caller caller) => http.Features.Set(caller);
}
