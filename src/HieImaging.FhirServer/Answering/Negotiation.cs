using System.Globalization;
using HieImaging.Fhir.Outcomes;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Answering;

/// <summary>Which format is spoken, JSON or XML (R4, 3.1.0.1.11). <c>_format</c> wins over Accept; of several the caller's weight decides,
/// then the order in which they were written.</summary>
internal static class Negotiation
{
    /// <summary>The refusal of a format that is not spoken (406); null where one of those asked for is.</summary>
    internal static FhirIssue? Refusal(HttpRequest request) => Agree(request) is not null
        ? null
        : FhirIssue.Error(
            IssueCode.NotSupported,
            "This node answers in application/fhir+json and application/fhir+xml (FHIR 4.0).",
            request.Query.ContainsKey("_format") ? "_format" : null);

    /// <summary>The format to answer in; null where none of those asked for is spoken.</summary>
    internal static FhirFormat? Agree(HttpRequest request)
    {
        var formats = request.Query["_format"];
        var asked = formats.Count > 0 ? formats.ToString() : request.Headers.Accept.ToString();
        if (asked.Length == 0)
            return FhirFormat.Json;
        FhirFormat? agreed = null;
        var best = 0.0;
        foreach (var range in asked.Split(','))
        {
            if (Spoken(range, formats.Count > 0) is { } one && one.Weight > best)
                (agreed, best) = (one.Format, one.Weight);
        }
        return agreed;
    }

    /// <summary>The format of a body in UTF-8; null where it is none of FHIR's.</summary>
    internal static FhirFormat? OfBody(string? contentType) => Parts(contentType ?? "") is [var type, .. var parameters] && AreOurs(parameters)
        ? type switch
        {
            "application/fhir+json" or "application/json" => FhirFormat.Json,
            "application/fhir+xml" or "application/xml" or "text/xml" => FhirFormat.Xml,
            _ => null,
        }
        : null;

    internal static bool IsForm(string? contentType) => Parts(contentType ?? "") is ["application/x-www-form-urlencoded", ..];

    /// <summary>What a media range names, and its weight; null where it is nothing of ours.</summary>
    private static (FhirFormat Format, double Weight)? Spoken(string range, bool format)
    {
        // a plus sign in a URL that was not escaped is a blank
        var parts = Parts(range.Replace(' ', format && !range.Contains(';', StringComparison.Ordinal) ? '+' : ' '));
        FhirFormat? named = parts[0] switch
        {
            "application/fhir+json" or "application/json+fhir" or "*/*" or "application/*" => FhirFormat.Json,
            "application/json" or "text/json" => FhirFormat.PlainJson,
            "application/fhir+xml" or "application/xml+fhir" or "application/xml" or "text/xml" => FhirFormat.Xml,
            "json" when format => FhirFormat.Json,
            "xml" when format => FhirFormat.Xml,
            _ => null,
        };
        return named is { } one && AreOurs(parts[1..]) ? (one, Weight(parts[1..])) : null;
    }

    private static double Weight(IEnumerable<string> parameters) =>
        parameters.FirstOrDefault(one => one.StartsWith("q=", StringComparison.Ordinal)) is not { } weight ? 1
        : double.TryParse(weight.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
        : 0;

    private static bool AreOurs(IReadOnlyList<string> parameters) => parameters.All(parameter =>
        !(parameter.StartsWith("charset=", StringComparison.Ordinal) && parameter.Trim('"') is not ("charset=utf-8" or "charset=\"utf-8"))
        && !(parameter.StartsWith("fhirversion=", StringComparison.Ordinal)
            && !parameter.StartsWith("fhirversion=4.0", StringComparison.Ordinal)));

    private static string[] Parts(string text) => [.. text.Split(';').Select(part => part.Trim().ToLowerInvariant())];
}
