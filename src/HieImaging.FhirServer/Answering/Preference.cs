using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Answering;

/// <summary>The Prefer header (RFC 7240): <c>return=minimal</c> and <c>handling=lenient</c> are honored.</summary>
internal static class Preference
{
    internal static bool ReturnMinimal(HttpRequest request) => Has(request, "return=minimal");

    internal static bool Lenient(HttpRequest request) => Has(request, "handling=lenient");

    private static bool Has(HttpRequest request, string preference) =>
        request.Headers["Prefer"].ToString()
            .Split([',', ';'], StringSplitOptions.TrimEntries)
            .Contains(preference, StringComparer.OrdinalIgnoreCase);
}
