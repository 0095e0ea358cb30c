using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Doors;

/// <summary>What <c>$validate</c> was asked: parameters of the URL, and those of a Parameters resource.</summary>
internal sealed record ValidationCall
{
    internal FhirResource? Resource { get; init; }

    internal string? Mode { get; init; }

    /// <summary>Canonical URLs.</summary>
    internal IReadOnlyList<string> Profiles { get; init; } = [];

    internal static ValidationCall OfQuery(IQueryCollection query) => new()
    {
        Mode = query["mode"].FirstOrDefault(),
        Profiles = [.. query["profile"].OfType<string>().Where(url => url.Length > 0)],
    };

    /// <param name="parameters">A sound Parameters resource: <c>resource</c>, <c>mode</c>, <c>profile</c>; others are not looked at.</param>
    internal ValidationCall And(JsonElement parameters)
    {
        var call = this;
        if (!parameters.TryGetProperty("parameter"u8, out var items))
            return call;
        foreach (var item in items.EnumerateArray())
        {
            call = item.GetProperty("name"u8).GetString() switch
            {
                "resource" when item.TryGetProperty("resource"u8, out var resource) =>
                    call with { Resource = FhirJson.Read(FhirJson.Canonical(resource)) is FhirReading.Accepted read ? read.Resource : null },
                "mode" => call with { Mode = Value(item) ?? call.Mode },
                "profile" when Value(item) is { } url => call with { Profiles = [.. call.Profiles, url] },
                _ => call,
            };
        }
        return call;
    }

    /// <summary>The issues as those of the resource in the Parameters, where they are all of it: what was asked about is the
    /// resource.</summary>
    internal static IReadOnlyList<FhirIssue> OfInner(IReadOnlyList<FhirIssue> issues, string type) => [.. issues.Select(issue =>
        issue.Expression is { } place && place.StartsWith("Parameters.parameter[", StringComparison.Ordinal)
            && place.IndexOf("].resource", StringComparison.Ordinal) is > 0 and var at
            ? issue with { Expression = type + place[(at + "].resource".Length)..] }
            : issue)];

    private static string? Value(JsonElement parameter)
    {
        foreach (var property in parameter.EnumerateObject())
        {
            if (property.Name.StartsWith("value", StringComparison.Ordinal) && property.Value.ValueKind == JsonValueKind.String)
                return property.Value.GetString();
        }
        return null;
    }
}
