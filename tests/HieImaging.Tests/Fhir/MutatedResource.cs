using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;

namespace HieImaging.Tests.Fhir;

/// <summary>A resource with one to three members taken out somewhere: most invariants are only broken by what is missing.</summary>
internal static class MutatedResource
{
    internal static JsonElement Of(ReadOnlyMemory<byte> resource, Random random)
    {
        var root = JsonNode.Parse(resource.Span)!.AsObject();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var objects = new List<JsonObject>();
            Collect(root, objects);
            var one = objects[random.Next(objects.Count)];
            var names = one.Select(member => member.Key).Where(name => name != "resourceType").ToArray();
            if (names.Length > 0)
                Remove(one, names[random.Next(names.Length)]);
        }
        using var document = JsonDocument.Parse(FhirJson.Canonical(root));
        return document.RootElement.Clone();
    }

    // Of a repeating primitive the values and what stands beside them go together: a null on one side means the other.
    private static void Remove(JsonObject from, string name)
    {
        var beside = name is ['_', .. var primitive] ? primitive : "_" + name;
        if (from[name] is JsonArray && from[beside] is JsonArray)
            from.Remove(beside);
        from.Remove(name);
    }

    private static void Collect(JsonNode? node, List<JsonObject> objects)
    {
        if (node is JsonObject members)
        {
            objects.Add(members);
            foreach (var (_, value) in members)
                Collect(value, objects);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                Collect(item, objects);
        }
    }
}
