using HieImaging.Fhir.Outcomes;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Answering;

/// <summary>Which formats are spoken: JSON in and JSON out (R4, 3.1.0.1.9). <c>_format</c> wins over Accept.</summary>
internal static class Negotiation
{
    /// <summary>The refusal of a format that is not spoken (406); null where one of those asked for is.</summary>
    internal static FhirIssue? Refusal(HttpRequest request)
    {
        var formats = request.Query["_format"];
        var asked = formats.Count > 0 ? formats.ToString() : request.Headers.Accept.ToString();
        var spoken = asked.Length == 0 || asked.Split(',').Any(one => IsSpoken(one, formats.Count > 0));
        return spoken
            ? null
            : FhirIssue.Error(
                IssueCode.NotSupported, "This node answers in application/fhir+json (FHIR 4.0).", formats.Count > 0 ? "_format" : null);
    }

    /// <summary>Whether the caller accepts application/json but not FHIR's own type.</summary>
    internal static bool PlainJson(HttpRequest request) =>
        request.Headers.Accept.ToString() is var accept && accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
        && !accept.Contains("fhir+json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("*/*", StringComparison.Ordinal);

    /// <summary>Whether a body's type is FHIR JSON in UTF-8.</summary>
    internal static bool IsJson(string? contentType) =>
        Parts(contentType ?? "") is [var type, .. var parameters]
        && type is "application/fhir+json" or "application/json"
        && AreOurs(parameters);

    internal static bool IsForm(string? contentType) => Parts(contentType ?? "") is ["application/x-www-form-urlencoded", ..];

    private static bool IsSpoken(string range, bool format)
    {
        var parts = Parts(range.Replace(' ', format && !range.Contains(';', StringComparison.Ordinal) ? '+' : ' '));
        var type = parts[0] is "application/fhir+json" or "application/json" or "text/json"
                or "*/*" or "application/*" or "application/json+fhir"
            || (format && parts[0] == "json");
        return type && AreOurs(parts[1..]) && !parts[1..].Any(parameter => parameter is "q=0" or "q=0.0" or "q=0.00" or "q=0.000");
    }

    private static bool AreOurs(IReadOnlyList<string> parameters) => parameters.All(parameter =>
        !(parameter.StartsWith("charset=", StringComparison.Ordinal) && parameter.Trim('"') is not ("charset=utf-8" or "charset=\"utf-8"))
        && !(parameter.StartsWith("fhirversion=", StringComparison.Ordinal)
            && !parameter.StartsWith("fhirversion=4.0", StringComparison.Ordinal)));

    private static string[] Parts(string text) => [.. text.Split(';').Select(part => part.Trim().ToLowerInvariant())];
}
