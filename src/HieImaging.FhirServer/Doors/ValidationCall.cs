using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Doors;

/// <summary>What <c>$validate</c> was asked: parameters of the URL, and those of a Parameters resource.</summary>
internal sealed record ValidationCall
{
    /// <summary>More are not looked at in one call.</summary>
    internal const int MostProfiles = 64;

    private static readonly string[] Modes = ["create", "update", "delete", "profile"];

    internal FhirResource? Resource { get; init; }

    internal string? Mode { get; init; }

    /// <summary>Canonical URLs.</summary>
    internal IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Why the call is not answered; null: it is.</summary>
    internal FhirIssue? Problem =>
        Mode is { } mode && !Modes.Contains(mode)
            ? FhirIssue.Error(IssueCode.CodeInvalid, "The mode is create, update, delete or profile.", "mode")
        : Profiles.Count > MostProfiles
            ? FhirIssue.Error(IssueCode.TooCostly, $"A resource is validated against at most {MostProfiles} profiles.", "profile")
        : null;

    internal static ValidationCall OfQuery(IQueryCollection query) => new()
    {
        Mode = query["mode"].FirstOrDefault(),
        Profiles = [.. query["profile"].OfType<string>().Where(url => url.Length > 0)],
    };

    /// <param name="parameters">A sound Parameters resource: <c>resource</c>, <c>mode</c>, <c>profile</c>; others, and one without a name,
    /// are not looked at.</param>
    internal ValidationCall And(JsonElement parameters)
    {
        var (mode, profiles, sent) = (Mode, Profiles.ToList(), (JsonElement?)null);
        foreach (var item in JsonMembers.Items(parameters, "parameter"))
        {
            switch (JsonMembers.Text(item, "name"))
            {
                case "resource" when item.TryGetProperty("resource"u8, out var resource):
                    sent = resource;
                    break;
                case "mode":
                    mode = Value(item) ?? mode;
                    break;
                case "profile" when profiles.Count <= MostProfiles && Value(item) is { } url:
                    profiles.Add(url);
                    break;
            }
        }
        return this with { Mode = mode, Profiles = profiles, Resource = sent is { } one ? Read(one) : Resource };
    }

    /// <summary>The issues as those of the resource in the Parameters, where they are all of it: what was asked about is the
    /// resource.</summary>
    internal static IReadOnlyList<FhirIssue> OfInner(IReadOnlyList<FhirIssue> issues, string type) => [.. issues.Select(issue =>
        issue.Expression is { } place && place.StartsWith("Parameters.parameter[", StringComparison.Ordinal)
            && place.IndexOf("].resource", StringComparison.Ordinal) is > 0 and var at
            ? issue with { Expression = type + place[(at + "].resource".Length)..] }
            : issue)];

    private static FhirResource? Read(JsonElement resource) =>
        FhirJson.Read(FhirJson.Canonical(resource)) is FhirReading.Accepted read ? read.Resource : null;

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
