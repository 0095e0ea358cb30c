using System.Text.Json;

namespace HieImaging.Fhir.Validation;

/// <summary>The invariants that hold on every element or every resource, in C#, for they are asked thousands of times in one resource. A
/// test proves them equal to their FHIRPath. <c>txt-1</c> and <c>txt-2</c> are the narrative's (<see cref="Elements.NarrativeCheck"/>),
/// <c>ref-1</c> the reference's (<see cref="ReferenceCheck"/>), <c>dom-3</c> <see cref="ContainedUse"/>'s.</summary>
internal static class NativeInvariants
{
    internal static bool Covers(string key) => key is "ele-1" or "ext-1" or "ref-1" or "txt-1" or "txt-2"
        or "dom-2" or "dom-3" or "dom-4" or "dom-5" or "dom-6";

    /// <summary><c>hasValue() or (children().count() > id.count())</c>.</summary>
    /// <param name="value">Undefined or null where a primitive has no value.</param>
    /// <param name="sibling">The member with the underscore; undefined where there is none.</param>
    internal static bool HasContent(JsonElement value, JsonElement sibling) => value.ValueKind switch
    {
        JsonValueKind.Object => HasMoreThanId(value),
        JsonValueKind.Undefined or JsonValueKind.Null => sibling.ValueKind == JsonValueKind.Object && HasMoreThanId(sibling),
        _ => true,
    };

    /// <summary><c>extension.exists() != value.exists()</c>.</summary>
    internal static bool HasValueOrExtensions(JsonElement extension)
    {
        var (extended, valued) = (false, false);
        foreach (var property in extension.EnumerateObject())
        {
            extended |= property.NameEquals("extension"u8);
            valued |= property.Name.AsSpan().TrimStart('_').StartsWith("value", StringComparison.Ordinal);
        }
        return extended != valued;
    }

    /// <summary><c>contained.contained.empty()</c>.</summary>
    internal static bool ContainsNoContaining(JsonElement resource) =>
        AllContained(resource, static one => !one.TryGetProperty("contained"u8, out _));

    /// <summary><c>contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()</c>.</summary>
    internal static bool ContainsNoVersions(JsonElement resource) => AllContained(resource, static one =>
        !HasMeta(one, "versionId"u8, "_versionId"u8) && !HasMeta(one, "lastUpdated"u8, "_lastUpdated"u8));

    /// <summary><c>contained.meta.security.empty()</c>.</summary>
    internal static bool ContainsNoLabels(JsonElement resource) =>
        AllContained(resource, static one => !HasMeta(one, "security"u8, "security"u8));

    /// <summary><c>text.div.exists()</c>.</summary>
    internal static bool HasNarrative(JsonElement resource) =>
        resource.TryGetProperty("text"u8, out var text) && (text.TryGetProperty("div"u8, out _) || text.TryGetProperty("_div"u8, out _));

    private static bool AllContained(JsonElement resource, Func<JsonElement, bool> holds) =>
        !resource.TryGetProperty("contained"u8, out var contained) || contained.EnumerateArray().All(holds);

    private static bool HasMeta(JsonElement resource, ReadOnlySpan<byte> name, ReadOnlySpan<byte> sibling) =>
        resource.TryGetProperty("meta"u8, out var meta) && (meta.TryGetProperty(name, out _) || meta.TryGetProperty(sibling, out _));

    private static bool HasMoreThanId(JsonElement value)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (!property.NameEquals("id"u8))
                return true;
        }
        return false;
    }
}
