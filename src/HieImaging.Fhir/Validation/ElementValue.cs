using System.Text.Json;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.FhirPath;

namespace HieImaging.Fhir.Validation;

/// <summary>One value of an element, wherever JSON keeps its halves.</summary>
/// <param name="Json">Undefined or null for a primitive that has extensions only.</param>
/// <param name="Sibling">The half under the name with an underscore; undefined where there is none.</param>
/// <param name="Type">Its type; of a resource in another its own.</param>
/// <param name="Name">The member's name: <c>valueQuantity</c>.</param>
/// <param name="Index">Its place among the element's values; null where the element does not repeat.</param>
internal readonly record struct ElementValue(JsonElement Json, JsonElement Sibling, string Type, string Name, int? Index)
{
    internal FhirNode Node => ElementTables.FindResource(Type) is not null
        ? FhirNode.Resource(Json)
        : FhirNode.Of(Json, Sibling, NodeType.Find(Type)!);

    /// <summary>The values of a child element.</summary>
    /// <param name="name"><c>identifier</c>; for a choice its stem with or without <c>[x]</c> (all its types), or one member's
    /// name.</param>
    internal IEnumerable<ElementValue> Children(string name)
    {
        if (Json.ValueKind != JsonValueKind.Object || ElementTables.Find(Type) is not { } type)
            return Sibling.ValueKind == JsonValueKind.Object
                ? new ElementValue(Sibling, default, "Element", Name, Index).Children(name)
                : [];
        var stem = name.EndsWith("[x]", StringComparison.Ordinal) ? name[..^3] : name;
        var json = Json;
        return type.Elements.Where(element => element.Name == stem).SelectMany(element => element.Types.Count == 1
                ? [element.Name]
                : element.Types.Select(one => element.Name + char.ToUpperInvariant(one.Name[0]) + one.Name[1..]))
            .DefaultIfEmpty(name)
            .SelectMany(member => Of(json, type, member));
    }

    private static IEnumerable<ElementValue> Of(JsonElement owner, ElementType type, string name)
    {
        if (type.Find(name) is not { } member)
            yield break;
        var value = owner.TryGetProperty(name, out var one) ? one : default;
        var sibling = member.IsPrimitive && owner.TryGetProperty("_" + name, out var other) ? other : default;
        if (value.ValueKind != JsonValueKind.Array && sibling.ValueKind != JsonValueKind.Array)
        {
            if (value.ValueKind != JsonValueKind.Undefined || sibling.ValueKind != JsonValueKind.Undefined)
                yield return new(value, sibling, TypeOf(value, member), name, null);
            yield break;
        }
        for (var index = 0; index < Math.Max(Length(value), Length(sibling)); index++)
        {
            var item = index < Length(value) ? value[index] : default;
            yield return new(item, index < Length(sibling) ? sibling[index] : default, TypeOf(item, member), name, index);
        }
    }

    private static int Length(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : 0;

    private static string TypeOf(JsonElement value, ElementMember member) =>
        member.Type == "Resource" ? value.GetProperty("resourceType"u8).GetString()! : member.Type;
}
