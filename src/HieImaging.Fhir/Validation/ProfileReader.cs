using System.Text.Json;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Validation;

/// <summary>Compiles a StructureDefinition. Its differential suffices; what it asks that is not held here (<c>minValue[x]</c>,
/// <c>maxValue[x]</c>) is refused rather than passed over.</summary>
internal static class ProfileReader
{
    /// <param name="definition">A StructureDefinition.</param>
    /// <param name="find">Another profile by its canonical URL: a derived profile is laid over what it is derived from.</param>
    /// <exception cref="InvalidDataException">It is no constraint on a type of R4, or asks what is not supported; the message names the
    /// element.</exception>
    internal static Profile Read(JsonElement definition, Func<string, Profile?> find)
    {
        var (url, type) = (Text(definition, "url"), Text(definition, "type"));
        if (url is null || type is null || Text(definition, "derivation") != "constraint" || ElementTables.Find(type) is null)
            throw new InvalidDataException("A profile has a url and constrains a type of R4.");
        var elements = definition.TryGetProperty("differential", out var view) || definition.TryGetProperty("snapshot", out view)
            ? view.GetProperty("element").EnumerateArray().ToList()
            : throw new InvalidDataException($"{url} has no differential.");
        var root = Text(definition, "baseDefinition") is { } from && find(from) is { } derived ? derived.Root.Copy() : new ProfileRule(type);
        foreach (var element in elements)
            Fill(Place(root, Id(element)), element);
        Check(root, type, type);
        return new(url, type, root);
    }

    /// <summary><c>ImagingStudy.identifier:studyUid.system</c>; without an id the path, and the slice at its end.</summary>
    private static string Id(JsonElement element) => Text(element, "id") ?? (Text(element, "sliceName") is { } slice
        ? $"{Text(element, "path")}:{slice}"
        : Text(element, "path") ?? throw new InvalidDataException("An element has a path."));

    private static ProfileRule Place(ProfileRule root, string id) => id.Split('.').Skip(1).Aggregate(root, (parent, segment) =>
    {
        var parts = segment.Split(':', 2);
        var rule = Find(parent.Children, parts[0], null);
        return parts.Length == 1 ? rule : SliceOf(rule, parts[1]);
    });

    // identifier:a/b is a slice within the slice a
    private static ProfileRule SliceOf(ProfileRule rule, string name) =>
        name.LastIndexOf('/') is > 0 and var at
            ? Find(SliceOf(rule, name[..at]).Slices, rule.Name, name)
            : Find(rule.Slices, rule.Name, name);

    private static ProfileRule Find(List<ProfileRule> rules, string name, string? slice)
    {
        if (rules.Find(one => one.Name == name && one.Slice == slice) is { } known)
            return known;
        var rule = new ProfileRule(name) { Slice = slice };
        rules.Add(rule);
        return rule;
    }

    private static void Fill(ProfileRule rule, JsonElement element)
    {
        if (element.TryGetProperty("min", out var min))
            rule.Min = min.GetInt32();
        if (Text(element, "max") is { } max)
            rule.Max = max == "*" ? int.MaxValue : int.Parse(max, System.Globalization.CultureInfo.InvariantCulture);
        if (element.TryGetProperty("maxLength", out var length))
            rule.MaxLength = length.GetInt32();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.StartsWith("fixed", StringComparison.Ordinal))
                rule.Fixed = property.Value.Clone();
            else if (property.Name.StartsWith("pattern", StringComparison.Ordinal))
                rule.Pattern = property.Value.Clone();
            else if (property.Name.StartsWith("minValue", StringComparison.Ordinal)
                || property.Name.StartsWith("maxValue", StringComparison.Ordinal))
                throw new InvalidDataException($"{property.Name} of {Id(element)} is not supported.");
        }
        if (element.TryGetProperty("type", out _))
            rule.Types = [.. Items(element, "type").Select(Type)];
        rule.Invariants = [.. rule.Invariants, .. Items(element, "constraint").Select(Constraint)];
        if (element.TryGetProperty("binding", out var binding) && Text(binding, "strength") == "required")
            rule.ValueSet = Text(binding, "valueSet")?.Split('|')[0];
        if (element.TryGetProperty("slicing", out var slicing))
            rule.Slicing = new(
                [.. Items(slicing, "discriminator").Select(one => new Discriminator(Text(one, "type")!, Text(one, "path")!))],
                slicing.TryGetProperty("ordered", out var ordered) && ordered.GetBoolean(), Text(slicing, "rules") ?? "open");
    }

    private static ProfileType Type(JsonElement type)
    {
        var targets = Texts(type, "targetProfile").Select(url => url.Split('|')[0]).ToList();
        return new(Text(type, "code")!, [.. Texts(type, "profile").Select(url => url.Split('|')[0])], targets);
    }

    private static Invariant Constraint(JsonElement constraint) => new(
        Text(constraint, "key")!, Text(constraint, "severity") == "error" ? IssueSeverity.Error : IssueSeverity.Warning,
        Text(constraint, "expression") ?? "true", Text(constraint, "human")!);

    /// <summary>Each name is an element of the type above it.</summary>
    private static void Check(ProfileRule rule, string type, string path)
    {
        foreach (var child in rule.Children)
        {
            var stem = child.Name.Replace("[x]", "", StringComparison.Ordinal);
            var at = $"{path}.{child.Name}";
            var elements = ElementTables.Find(type)?.Elements.Where(one => one.Name == stem).ToList() ?? [];
            var types = elements.Count > 0
                ? elements[0].Types.Select(one => one.Name).ToList()
                : ElementTables.Find(type)?.Find(child.Name) is { } member
                    ? [member.Type]
                    : throw new InvalidDataException($"R4 has no {at}.");
            foreach (var inner in child.Slices.Prepend(child))
            {
                var left = inner.Types.Count > 0 ? inner.Types.Select(one => one.Code).ToList() : types;
                if (inner.Children.Count > 0 && left.Count == 1 && left[0] is not "Resource")
                    Check(inner, left[0] is "BackboneElement" or "Element" ? types[0] : left[0], at);
            }
        }
    }

    private static string? Text(JsonElement value, string name) => value.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static IEnumerable<string> Texts(JsonElement value, string name) => Items(value, name).Select(one => one.GetString()!);

    private static List<JsonElement> Items(JsonElement value, string name) =>
        value.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];
}
