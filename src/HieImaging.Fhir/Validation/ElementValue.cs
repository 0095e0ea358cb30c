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
    internal IReadOnlyList<ElementValue> Children(string name)
    {
        if (Json.ValueKind != JsonValueKind.Object || ElementTables.Find(Type) is not { } type)
            return Sibling.ValueKind == JsonValueKind.Object
                ? new ElementValue(Sibling, default, "Element", Name, Index).Children(name)
                : [];
        var found = new List<ElementValue>(1);
        if (type.Find(name) is { } member)
        {
            Add(found, Json, member, name);
            return found;
        }
        var stem = name.EndsWith("[x]", StringComparison.Ordinal) ? name[..^3] : name;
        foreach (var element in type.Elements)
        {
            if (element.Name != stem)
                continue;
            foreach (var one in element.Types)
            {
                var choice = element.Types.Count == 1 ? stem : stem + char.ToUpperInvariant(one.Name[0]) + one.Name[1..];
                Add(found, Json, type.Find(choice)!, choice);
            }
        }
        return found;
    }

    private static void Add(List<ElementValue> found, JsonElement owner, ElementMember member, string name)
    {
        var value = owner.TryGetProperty(name, out var one) ? one : default;
        var sibling = member.IsPrimitive && owner.TryGetProperty("_" + name, out var other) ? other : default;
        if (value.ValueKind != JsonValueKind.Array && sibling.ValueKind != JsonValueKind.Array)
        {
            if (value.ValueKind != JsonValueKind.Undefined || sibling.ValueKind != JsonValueKind.Undefined)
                found.Add(new(value, sibling, TypeOf(value, member), name, null));
            return;
        }
        var (values, siblings) = (Items(value), Items(sibling));
        for (var index = 0; index < Math.Max(values.Count, siblings.Count); index++)
        {
            var item = index < values.Count ? values[index] : default;
            found.Add(new(item, index < siblings.Count ? siblings[index] : default, TypeOf(item, member), name, index));
        }
    }

    private static List<JsonElement> Items(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    private static string TypeOf(JsonElement value, ElementMember member) =>
        member.Type == "Resource" ? value.GetProperty("resourceType"u8).GetString()! : member.Type;
}
