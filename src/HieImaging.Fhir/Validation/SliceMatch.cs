using System.Text.Json;
using System.Text.RegularExpressions;

namespace HieImaging.Fhir.Validation;

/// <summary>Whether a value belongs to a slice: each discriminator compares what the value has at its path with what the slice asks
/// there.</summary>
internal sealed partial class SliceMatch(Slicing slicing, ResourceFrame frame, Func<ElementValue, Profile, ResourceFrame, bool> conforms)
{
    internal bool IsOf(ElementValue value, ProfileRule slice) =>
        slicing.Discriminators.All(one => IsOf(value, slice, one.Type, [.. Steps().Matches(one.Path).Select(step => step.Value)]));

    private bool IsOf(ElementValue value, ProfileRule slice, string type, IReadOnlyList<string> path)
    {
        var values = path.Aggregate((IEnumerable<ElementValue>)[value], (found, step) => found.SelectMany(one => Step(one, step))).ToList();
        var rule = path.Aggregate((ProfileRule?)slice, (at, step) => at is null ? null : Step(at, step));
        return type switch
        {
            "exists" => values.Count > 0 == (rule?.Max != 0),
            "type" when path[^1] == "resolve()" => rule is not null && values.Exists(one => Referred(one) is { } referred
                && rule.Types.SelectMany(allowed => allowed.Targets).Select(ProfileCheck.TargetType).Contains(referred)),
            "type" => rule is not null && values.Exists(one => rule.Types.Any(allowed => allowed.Code == one.Type)),
            "profile" => rule is not null && values.Exists(one => rule.Types
                .SelectMany(allowed => allowed.Profiles)
                .Select(ProfileTables.Find)
                .Any(profile => profile is not null && conforms(one, profile, frame))),
            _ => values.Exists(one => HasAsked(one, slice, rule, path)),
        };
    }

    private static bool HasAsked(ElementValue value, ProfileRule slice, ProfileRule? rule, IReadOnlyList<string> path)
    {
        if (Asked(slice, path) is { } asked)
            return asked.Exact ? JsonElement.DeepEquals(value.Json, asked.Value) : JsonPattern.Matches(value.Json, asked.Value);
        if (rule?.ValueSet is { } url)
            return ProfileTables.FindCodes(url) is { } codes && ProfileCheck.IsCoded(value, codes);
        return path is ["url"] && value.Json.ValueKind == JsonValueKind.String
            && slice.Types.SelectMany(type => type.Profiles).Contains(value.Json.GetString());
    }

    /// <summary>What is fixed at the path: there, or within what is fixed further up.</summary>
    private static (JsonElement Value, bool Exact)? Asked(ProfileRule rule, IReadOnlyList<string> path)
    {
        var at = rule;
        for (var step = 0; ; step++)
        {
            if ((at.Fixed ?? at.Pattern) is { } held)
                return Within(held, path.Skip(step)) is { } value ? (value, at.Fixed is not null) : null;
            if (step == path.Count || Step(at, path[step]) is not { } next)
                return null;
            at = next;
        }
    }

    private static JsonElement? Within(JsonElement value, IEnumerable<string> path)
    {
        foreach (var step in path.Where(step => step != "$this"))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
                return null;
            if (value.ValueKind == JsonValueKind.Array)
                value = value[0];
        }
        return value;
    }

    private static IEnumerable<ElementValue> Step(ElementValue value, string step) => step switch
    {
        "$this" or "resolve()" => [value],
        _ when OfType(step) is { } type => value.Type == type ? [value] : [],
        _ when Extension(step) is { } url => value.Children("extension").Where(one =>
            one.Json.TryGetProperty("url"u8, out var its) && its.ValueEquals(url)),
        _ => value.Children(step),
    };

    private static ProfileRule? Step(ProfileRule rule, string step) => step switch
    {
        "$this" => rule,
        "resolve()" => rule,
        _ when OfType(step) is not null => rule,
        _ when Extension(step) is { } url => rule.Children.Where(one => one.Name == "extension").SelectMany(one => one.Slices)
            .FirstOrDefault(one => one.Types.Any(type => type.Profiles.Contains(url))),
        _ => rule.Children.Find(one => one.Name == step || one.Name == step + "[x]") ?? Fitting(rule, step),
    };

    // what the type's own profile asks
    private static ProfileRule? Fitting(ProfileRule rule, string step) => rule.Types
        .SelectMany(type => type.Profiles)
        .Select(ProfileTables.Find)
        .Select(profile => profile?.Root.Children.Find(one => one.Name == step || one.Name == step + "[x]"))
        .FirstOrDefault(found => found is not null);

    private string? Referred(ElementValue value) =>
        ReferenceCheck.TypeOf(value.Json.TryGetProperty("reference"u8, out var literal) ? literal.GetString() : null, frame);

    private static string? Extension(string step) =>
        step.StartsWith("extension('", StringComparison.Ordinal) && step.EndsWith("')", StringComparison.Ordinal) ? step[11..^2] : null;

    private static string? OfType(string step) =>
        step.StartsWith("ofType(", StringComparison.Ordinal) ? step[7..^1] : null;

    [GeneratedRegex(@"extension\('[^']*'\)|[^.]+", RegexOptions.CultureInvariant)]
    private static partial Regex Steps();
}
