using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Answering;

/// <summary>The mark on a request whose outcome is in the audit trail already, so that a refusal is not written twice.</summary>
internal sealed class Audited
{
    internal static void Mark(HttpContext http) => http.Features.Set(new Audited());

    internal static bool Is(HttpContext http) => http.Features.Get<Audited>() is not null;
}
