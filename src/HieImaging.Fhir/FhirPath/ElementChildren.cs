using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace HieImaging.Fhir.FhirPath;

/// <summary>The children of an element, by name or all: JSON's values and siblings put together again, choices under their element's
/// name.</summary>
internal static class ElementChildren
{
    private static readonly NodeType Element = NodeType.Find("Element")!;

    /// <summary>The object that holds the children, and its type; false where there can be none. A primitive's are in its
    /// sibling.</summary>
    internal static bool TryOwner(in FhirNode item, out JsonElement owner, out NodeType type)
    {
        owner = default;
        type = item.Type!;
        if (type is null)
            return false;
        owner = type.IsPrimitive ? item.Sibling : item.Json;
        type = type.IsPrimitive ? Element : type;
        return owner.ValueKind == JsonValueKind.Object;
    }

    /// <summary>Adds the children of one member.</summary>
    internal static void Add(NodeMember member, JsonElement owner, NodeList output)
    {
        if (member.TryGet(owner, out var value, out var sibling))
            Add(member, value, sibling, output);
    }

    /// <summary>How many children of one member there are.</summary>
    internal static int Count(NodeMember member, JsonElement owner) =>
        member.TryGet(owner, out var value, out var sibling) ? Count(value, sibling) : 0;

    /// <summary>The member of a choice that an object has; none where it has none.</summary>
    internal static ReadOnlySpan<NodeMember> Chosen(NodeType type, string name, JsonElement owner)
    {
        foreach (var property in owner.EnumerateObject())
        {
            var json = Name(property);
            if (type.Member(json is [(byte)'_', ..] ? json[1..] : json) is { } member && member.Name == name)
                return member.Alone;
        }
        return [];
    }

    /// <summary>Adds all children.</summary>
    internal static void Add(in FhirNode item, NodeList output)
    {
        if (!TryOwner(item, out var owner, out var type))
            return;
        foreach (var property in owner.EnumerateObject())
        {
            if (Find(type, owner, property, out var sibling) is { } member)
                Add(member, IsSibling(property) ? default : property.Value, sibling, output);
        }
    }

    /// <summary>How many children there are.</summary>
    internal static int Count(in FhirNode item)
    {
        if (!TryOwner(item, out var owner, out var type))
            return 0;
        var count = 0;
        foreach (var property in owner.EnumerateObject())
        {
            if (Find(type, owner, property, out var sibling) is not null)
                count += Count(IsSibling(property) ? default : property.Value, sibling);
        }
        return count;
    }

    /// <summary>The member of a property with its sibling; null for what is no element, and for a sibling whose member stands there
    /// too.</summary>
    private static NodeMember? Find(NodeType type, JsonElement owner, JsonProperty property, out JsonElement sibling)
    {
        sibling = default;
        var name = Name(property);
        if (name is not [(byte)'_', ..])
        {
            var member = type.Member(name);
            member?.TryGetSibling(owner, out sibling);
            return member;
        }
        sibling = property.Value;
        return type.Member(name[1..]) is { IsPrimitive: true } primitive && !owner.TryGetProperty(primitive.Json, out _) ? primitive : null;
    }

    private static bool IsSibling(JsonProperty property) => Name(property) is [(byte)'_', ..];

    private static ReadOnlySpan<byte> Name(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(property.Name) : raw;
    }

    private static void Add(NodeMember member, JsonElement value, JsonElement sibling, NodeList output)
    {
        if (value.ValueKind != JsonValueKind.Array && sibling.ValueKind != JsonValueKind.Array)
        {
            if (IsThere(value) || IsThere(sibling))
                output.Add(member.Node(value, sibling));
            return;
        }
        if (sibling.ValueKind != JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (IsThere(item))
                    output.Add(member.Node(item, default));
            }
            return;
        }
        var values = Items(value);
        var siblings = Items(sibling);
        while (values.MoveNext() | siblings.MoveNext())
        {
            if (IsThere(values.Current) || IsThere(siblings.Current))
                output.Add(member.Node(values.Current, siblings.Current));
        }
    }

    private static int Count(JsonElement value, JsonElement sibling)
    {
        if (value.ValueKind != JsonValueKind.Array && sibling.ValueKind != JsonValueKind.Array)
            return IsThere(value) || IsThere(sibling) ? 1 : 0;
        if (sibling.ValueKind != JsonValueKind.Array)
            return value.GetArrayLength();
        var count = 0;
        var values = Items(value);
        var siblings = Items(sibling);
        while (values.MoveNext() | siblings.MoveNext())
            count += IsThere(values.Current) || IsThere(siblings.Current) ? 1 : 0;
        return count;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : default;

    private static bool IsThere(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
}
