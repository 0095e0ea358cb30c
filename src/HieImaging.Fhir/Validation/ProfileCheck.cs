using System.Text.Json;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Validation;

/// <summary>Holds a value that R4's own rules found sound against a profile: cardinality, types, fixed values and patterns, bindings,
/// slices, invariants.</summary>
internal sealed class ProfileCheck(Profile profile, IssueList issues, Place place)
{
    private const string R4 = "http://hl7.org/fhir/StructureDefinition/";
    private const int Deepest = 16;

    private int Depth { get; init; }

    internal static void Run(JsonElement root, Profile profile, IssueList issues)
    {
        var place = new Place();
        var frame = ResourceFrame.Of(root);
        place.Enter(frame.Type);
        new ProfileCheck(profile, issues, place).Run(new(root, default, frame.Type, frame.Type, null), frame);
    }

    internal void Run(ElementValue value, ResourceFrame frame)
    {
        if (value.Type == profile.Type)
            Value(value, profile.Root, frame);
        else
            Report(IssueCode.Structure, $"is for {profile.Type} only");
    }

    private void Value(ElementValue value, ProfileRule rule, ResourceFrame frame)
    {
        if (issues.IsFull)
            return;
        if (rule.Types.Count > 0 && !IsTyped(value, rule, frame))
            return;
        if (rule.Fixed is { } exact && !JsonElement.DeepEquals(exact, value.Json))
            Report(IssueCode.Value, "fixes another value");
        if (rule.Pattern is { } pattern && !JsonPattern.Matches(value.Json, pattern))
            Report(IssueCode.Value, "asks for a value of another pattern");
        if (rule.MaxLength is { } length && value.Json.ValueKind == JsonValueKind.String && value.Json.GetString()!.Length > length)
            Report(IssueCode.TooLong, $"allows {length} characters");
        if (rule.ValueSet is { } url && ProfileTables.FindCodes(url) is { } codes && !IsCoded(value, codes))
            Report(IssueCode.CodeInvalid, "asks for a code of another value set");
        foreach (var invariant in rule.Invariants)
        {
            if (invariant.Test(value.Node, frame.Scope, place) is { } issue)
                issues.Add(issue);
        }
        foreach (var child in rule.Children)
            Child(value, child, frame);
    }

    private void Child(ElementValue owner, ProfileRule rule, ResourceFrame frame)
    {
        var values = owner.Children(rule.Name);
        Count(values.Count, rule, rule.Name);
        foreach (var value in values)
        {
            var start = Enter(value);
            Value(value, rule, FrameOf(value, frame));
            place.Leave(start);
        }
        if (rule.Slices.Count > 0 && (rule.Slicing ?? Implied(rule)) is { Discriminators.Count: > 0 } slicing)
            Sliced(values, rule, slicing, frame);
    }

    private void Sliced(IReadOnlyList<ElementValue> values, ProfileRule rule, Slicing slicing, ResourceFrame frame)
    {
        var match = new SliceMatch(slicing, frame, Conforms);
        var found = rule.Slices.ToDictionary(slice => slice, _ => new List<ElementValue>());
        var (last, unmatched) = (-1, false);
        foreach (var value in values)
        {
            var index = rule.Slices.FindIndex(slice => match.IsOf(value, slice));
            var start = Enter(value);
            if (index < 0 && slicing.Rules == "closed")
                Report(IssueCode.Structure, "allows no other values here");
            else if (index >= 0 && ((slicing.Rules == "openAtEnd" && unmatched) || (slicing.Ordered && index < last)))
                Report(IssueCode.Structure, "asks for another order");
            (last, unmatched) = (Math.Max(last, index), unmatched || index < 0);
            if (index >= 0)
            {
                found[rule.Slices[index]].Add(value);
                Value(value, rule.Slices[index], FrameOf(value, frame));
            }
            place.Leave(start);
        }
        foreach (var (slice, its) in found)
        {
            Count(its.Count, slice, $"{slice.Name}:{slice.Slice}");
            if (slice.Slices.Count > 0 && slice.Slicing is { Discriminators.Count: > 0 } inner)
                Sliced(its, slice, inner, frame);
        }
    }

    private static Slicing? Implied(ProfileRule rule) => rule.Name switch
    {
        "extension" or "modifierExtension" => Slicing.OfExtensions,
        _ when rule.Name.EndsWith("[x]", StringComparison.Ordinal) => Slicing.OfTypes,
        _ => null,
    };

    private void Count(int count, ProfileRule rule, string name)
    {
        if (count >= rule.Min && count <= (rule.Max ?? int.MaxValue))
            return;
        var start = place.Length;
        place.Enter(rule.Name.Replace("[x]", "", StringComparison.Ordinal));
        if (count < rule.Min)
            Report(IssueCode.Required, $"asks for at least {rule.Min} {name}");
        else
            Report(IssueCode.Structure, rule.Max == 0 ? $"allows no {name}" : $"allows at most {rule.Max} {name}");
        place.Leave(start);
    }

    /// <summary>False where it is of another type, and what is asked of its inside has no meaning.</summary>
    private bool IsTyped(ElementValue value, ProfileRule rule, ResourceFrame frame)
    {
        var types = rule.Types.Where(type => IsOf(value.Type, type.Code)).ToList();
        if (types.Count == 0)
        {
            Report(IssueCode.Structure, $"allows {string.Join(" or ", rule.Types.Select(type => type.Code))} only");
            return false;
        }
        var targets = types.SelectMany(type => type.Targets).Select(TargetType).OfType<string>().ToList();
        if (targets.Count > 0 && value.Type == "Reference" && ReferenceCheck.Check(value.Json, targets, frame) is { } wrong)
            issues.Add(FhirIssue.Error(wrong.Code, wrong.Text, place.ToString()));
        var profiles = types.SelectMany(type => type.Profiles).ToList();
        var known = profiles.Select(ProfileTables.Find).OfType<Profile>().ToList();
        if (known.Count < profiles.Count)
            return true;                                                       // one that is not held here may be the one that fits
        if (known is [var only] && Depth < Deepest)
            new ProfileCheck(only, issues, place) { Depth = Depth + 1 }.Run(value, frame);
        else if (known.Count > 1 && !known.Exists(one => Conforms(value, one, frame)))
            Report(IssueCode.Structure, $"asks for {string.Join(" or ", known.Select(one => one.Name))}");
        return true;
    }

    private bool Conforms(ElementValue value, Profile other, ResourceFrame frame)
    {
        if (Depth >= Deepest)
            return false;
        var trial = new IssueList();
        new ProfileCheck(other, trial, new Place()) { Depth = Depth + 1 }.Run(value, frame);
        return trial.Errors == 0;
    }

    private static bool IsOf(string type, string code) => type == code
        || code is "Resource" or "DomainResource" && ElementTables.FindResource(type) is not null
        || code is "BackboneElement" or "Element" && type.Contains('.', StringComparison.Ordinal)
        || code.EndsWith("System.String", StringComparison.Ordinal);

    internal static string? TargetType(string url) => url switch
    {
        R4 + "Resource" => null,
        _ when url.StartsWith(R4, StringComparison.Ordinal) => url[R4.Length..],
        _ => ProfileTables.Find(url)?.Type,
    };

    internal static bool IsCoded(ElementValue value, CodeSet codes) => value.Type switch
    {
        "Coding" => codes.Contains(Text(value.Json, "system"u8), Text(value.Json, "code"u8)),
        "CodeableConcept" => value.Children("coding").Any(coding => IsCoded(coding, codes)),
        _ => value.Json.ValueKind == JsonValueKind.String && codes.Contains(value.Json.GetString()!),
    };

    private static ResourceFrame FrameOf(ElementValue value, ResourceFrame frame) =>
        value.Name is not ("resource" or "contained" or "outcome") || ElementTables.FindResource(value.Type) is null ? frame
        : value.Name == "contained" ? frame.Contained(value.Json)
        : frame.Entry(value.Json);

    private static string? Text(JsonElement value, ReadOnlySpan<byte> name) =>
        value.TryGetProperty(name, out var text) ? text.GetString() : null;

    private int Enter(ElementValue value)
    {
        var start = place.Length;
        place.Enter(value.Name);
        if (value.Index is { } index)
            place.Enter(index);
        return start;
    }

    private void Report(string code, string text) =>
        issues.Add(FhirIssue.Error(code, $"The profile {profile.Name} {text}.", place.ToString()));
}
