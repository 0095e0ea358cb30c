using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Validation;

/// <summary>Judges a resource beyond the soundness of its elements: R4's invariants and references, and the profiles that it claims or that
/// somebody asks for.</summary>
public static class Validator
{
    /// <summary>The issues, in the order in which they were found; warnings among them. No error: the resource is valid.</summary>
    /// <param name="resource">A resource that was read and found structurally sound.</param>
    /// <param name="profiles">Profiles that it must conform to, beside those of <c>meta.profile</c> that are held here.</param>
    public static IReadOnlyList<FhirIssue> Validate(FhirResource resource, params IReadOnlyList<Profile> profiles) =>
        Validate(resource.Root, profiles);

    /// <summary>The same for a tree that is structurally sound.</summary>
    internal static IReadOnlyList<FhirIssue> Validate(JsonElement root, IReadOnlyList<Profile> profiles)
    {
        var issues = new IssueList();
        new RuleCheck(issues).Run(root);
        if (issues.Errors > 0)
            return issues.Issues;
        foreach (var profile in profiles.Concat(Claimed(root, issues)).Distinct())
            ProfileCheck.Run(root, profile, issues);
        return issues.Issues;
    }

    /// <summary>Those of <c>meta.profile</c> that are held here; of the others it says that they were not looked at.</summary>
    private static List<Profile> Claimed(JsonElement root, IssueList issues)
    {
        var claimed = new List<Profile>();
        if (!root.TryGetProperty("meta"u8, out var meta) || !meta.TryGetProperty("profile"u8, out var urls))
            return claimed;
        var type = root.GetProperty("resourceType"u8).GetString();
        foreach (var (index, url) in urls.EnumerateArray().Index())
        {
            if (url.ValueKind != JsonValueKind.String)
                continue;
            if (ProfileTables.Find(url.GetString()!) is { } profile)
                claimed.Add(profile);
            else if (!url.GetString()!.StartsWith("http://hl7.org/fhir/StructureDefinition/" + type, StringComparison.Ordinal))
                issues.Add(FhirIssue.Warning(IssueCode.NotSupported, "The profile is not held here and was not looked at.",
                    $"{type}.meta.profile[{index}]"));
        }
        return claimed;
    }
}
