using System.Buffers;
using System.Text.Json;
using HieImaging.Fhir.Elements;

namespace HieImaging.Fhir.Json;

/// <summary>A part of a resource, marked as such (R4, 3.1.1.7: <c>meta.tag</c> SUBSETTED). What every instance must have stays, for the
/// part is to be a resource still.</summary>
public static class ResourceSubset
{
    private static readonly byte[] Subsetted =
        """{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}"""u8.ToArray();

    /// <summary>Whether the type has an element of that name at its top; a choice is named by its stem.</summary>
    public static bool Has(string type, string element) =>
        ElementTables.FindResource(type)?.Elements.Any(one => one.Name == element) == true;

    /// <summary>The elements at these paths (<c>identifier</c>, <c>series.uid</c>) with id, meta and the required elements.</summary>
    /// <param name="resource">Canonical bytes of a resource of R4.</param>
    public static byte[] Elements(ReadOnlyMemory<byte> resource, IReadOnlyList<string> paths)
    {
        using var document = JsonDocument.Parse(resource);
        var root = document.RootElement;
        var type = ElementTables.FindResource(root.GetProperty("resourceType"u8).GetString()!);
        return Write(root, (json, member) =>
        {
            var name = NameOf(type, member.Name);
            if (paths.Contains(name) || member.Name is "resourceType" or "id" or "implicitRules" or "modifierExtension"
                || type?.Elements.Any(one => one.Name == name && one.Required) == true)
                Copy(json, member);
            else if (Inside(paths, name) is { Count: > 0 } inside)
                CopyInside(json, member, inside);
        });
    }

    /// <summary>All, but of a list at its top only some items; the same bytes where those are all of it.</summary>
    /// <param name="resource">Canonical bytes of a resource.</param>
    /// <param name="list">The element, by its name.</param>
    /// <param name="shown">Whether an item of it is.</param>
    public static ReadOnlyMemory<byte> Items(ReadOnlyMemory<byte> resource, string list, Func<JsonElement, bool> shown)
    {
        using var document = JsonDocument.Parse(resource);
        var root = document.RootElement;
        if (!root.TryGetProperty(list, out var items) || items.EnumerateArray().All(shown))
            return resource;
        return Write(root, (json, member) =>
        {
            if (member.Name != list)
                Copy(json, member);
            else if (member.Value.EnumerateArray().Any(shown))                  // an empty array is no FHIR
                CopyItems(json, member, shown);
        });
    }

    /// <summary>All but the narrative.</summary>
    public static byte[] WithoutText(ReadOnlyMemory<byte> resource)
    {
        using var document = JsonDocument.Parse(resource);
        return Write(document.RootElement, static (json, member) =>
        {
            if (member.Name is not "text")
                Copy(json, member);
        });
    }

    private static byte[] Write(JsonElement root, Action<Utf8JsonWriter, JsonProperty> member)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, CanonicalWriter.Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType"u8, root.GetProperty("resourceType"u8).GetString());
            if (root.TryGetProperty("id"u8, out var id))
                json.WriteString("id"u8, id.GetString());
            WriteMeta(json, root);
            foreach (var one in root.EnumerateObject())
                if (one.Name is not ("resourceType" or "id" or "meta"))
                    member(json, one);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMeta(Utf8JsonWriter json, JsonElement root)
    {
        var meta = root.TryGetProperty("meta"u8, out var found) ? found : default;
        json.WriteStartObject("meta"u8);
        if (meta.ValueKind == JsonValueKind.Object)
            foreach (var one in meta.EnumerateObject())
                if (one.Name is not "tag")
                    Copy(json, one);
        json.WriteStartArray("tag"u8);
        if (meta.ValueKind == JsonValueKind.Object && meta.TryGetProperty("tag"u8, out var tags))
            foreach (var tag in tags.EnumerateArray().Where(tag => !IsSubsetted(tag)))
                json.WriteRawValue(tag.GetRawText(), skipInputValidation: true);
        json.WriteRawValue(Subsetted, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A part of a part says so once.
    private static bool IsSubsetted(JsonElement tag) => tag.TryGetProperty("code"u8, out var code) && code.ValueEquals("SUBSETTED"u8);

    private static void CopyItems(Utf8JsonWriter json, JsonProperty member, Func<JsonElement, bool> shown)
    {
        json.WritePropertyName(member.Name);
        json.WriteStartArray();
        foreach (var item in member.Value.EnumerateArray().Where(shown))
            json.WriteRawValue(item.GetRawText(), skipInputValidation: true);
        json.WriteEndArray();
    }

    // An element that repeats is copied item by item; a primitive has no inside.
    private static void CopyInside(Utf8JsonWriter json, JsonProperty member, List<string> paths)
    {
        json.WritePropertyName(member.Name);
        if (member.Value.ValueKind != JsonValueKind.Array)
        {
            CopyObject(json, member.Value, paths);
            return;
        }
        json.WriteStartArray();
        foreach (var item in member.Value.EnumerateArray())
            CopyObject(json, item, paths);
        json.WriteEndArray();
    }

    private static void CopyObject(Utf8JsonWriter json, JsonElement value, List<string> paths)
    {
        json.WriteStartObject();
        foreach (var one in value.EnumerateObject())
        {
            var name = one.Name.TrimStart('_');
            if (paths.Contains(name))
                Copy(json, one);
            else if (Inside(paths, name) is { Count: > 0 } inside)
                CopyInside(json, one, inside);
        }
        json.WriteEndObject();
    }

    private static List<string> Inside(IEnumerable<string> paths, string name) =>
        [.. paths.Where(path => path.StartsWith(name + ".", StringComparison.Ordinal)).Select(path => path[(name.Length + 1)..])];

    // deceasedBoolean is deceased[x]; a primitive's sibling with an underscore goes with it
    private static string NameOf(ElementType? type, string member) =>
        type?.Find(member.TrimStart('_'))?.Element.Name ?? member;

    private static void Copy(Utf8JsonWriter json, JsonProperty member)
    {
        json.WritePropertyName(member.Name);
        json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
    }
}
