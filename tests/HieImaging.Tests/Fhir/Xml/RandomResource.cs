using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.Json;

namespace HieImaging.Tests.Fhir.Xml;

/// <summary>A resource made up from the element tables: any element, any choice, siblings, extensions, contained resources. It has the shape of
/// R4 and says nothing sensible.</summary>
internal sealed class RandomResource(Random random)
{
    private const string Letters = "aZ09 ÄßλЖ日本語\u00a0😀\"'<>&\n\t;=/\\";

    private static readonly string[] Types =
        ["Patient", "ImagingStudy", "Bundle", "Observation", "List", "DocumentReference", "Consent", "AuditEvent", "Questionnaire", "Parameters", "Endpoint", "Task"];

    /// <summary>Its canonical bytes.</summary>
    internal byte[] Next()
    {
        var resource = Resource(Types[random.Next(Types.Length)], 0);
        return FhirJson.Canonical(JsonDocument.Parse(resource.ToJsonString()).RootElement);
    }

    private JsonObject Resource(string name, int depth)
    {
        var resource = Members(ElementTables.FindResource(name)!, depth);
        resource["resourceType"] = name;
        return resource;
    }

    private JsonObject Members(ElementType type, int depth)
    {
        var members = new JsonObject();
        foreach (var choice in type.Members.GroupBy(member => member.Value.Index))
        {
            var (name, member) = choice.ElementAt(random.Next(choice.Count()));
            if (random.Next(6) == 0 && (depth < 4 || member.IsPrimitive))
                Add(members, name, member, depth, type);
        }
        if (members.Count == 0 && !type.IsResource)
        {
            var (name, member) = type.Members.First(member => member.Key == "id");
            Add(members, name, member, depth, type);
        }
        return members;
    }

    private void Add(JsonObject members, string name, ElementMember member, int depth, ElementType owner)
    {
        var count = member.Element.Many ? random.Next(1, 4) : 1;
        var values = Enumerable.Range(0, count).Select(_ => Value(member, depth)).ToArray();
        var isAttribute = name == "id" || (name == "url" && owner.Name == "Extension");
        var siblings = member.IsPrimitive && member.Type != "xhtml" && !isAttribute && depth < 4
            ? values.Select(_ => random.Next(5) == 0 ? Members(ElementTables.Find("Element")!, depth + 3) : null).ToArray()
            : new JsonObject?[count];
        for (var index = 0; index < count; index++)
            values[index] = siblings[index] is not null && random.Next(3) == 0 ? null : values[index];
        if (values.Any(value => value is not null))
            members[name] = member.Element.Many ? new JsonArray(values) : values[0];
        if (siblings.Any(sibling => sibling is not null))
            members["_" + name] = member.Element.Many ? new JsonArray([.. siblings]) : siblings[0];
    }

    private JsonNode? Value(ElementMember member, int depth) => member.Type switch
    {
        "boolean" => random.Next(2) == 0,
        "integer" or "unsignedInt" or "positiveInt" => random.Next(1, 100_000),
        "decimal" => JsonNode.Parse(string.Create(
            CultureInfo.InvariantCulture,
            $"{random.Next(-99, 99)}.{random.Next(10_000):0000}{(random.Next(4) == 0 ? "E-3" : "0")}")),
        "xhtml" => $"""<div xmlns="http://www.w3.org/1999/xhtml"><p class="a&amp;b">{random.Next()} &lt; é<br/></p>  </div>""",
        "date" => Day(),
        "dateTime" => random.Next(2) == 0 ? Day() : Moment(),
        "instant" => Moment(),
        "time" => $"{random.Next(24):00}:{random.Next(60):00}:00",
        "id" or "code" => $"c-{random.Next()}",
        "Resource" => Resource(Types[random.Next(Types.Length)], depth + 2),
        _ when member.IsPrimitive => Text(),
        _ => Members(ElementTables.Find(member.Type)!, depth + 1),
    };

    private string Day() => $"{random.Next(2019, 2021)}-{random.Next(1, 13):00}-{random.Next(1, 29):00}"[..(random.Next(3) switch { 0 => 4, 1 => 7, _ => 10 })];

    private string Moment() =>
        $"{random.Next(2019, 2021)}-0{random.Next(1, 3)}-0{random.Next(1, 3)}T{random.Next(24):00}:00:00{(random.Next(3) switch { 0 => "Z", 1 => ".123Z", _ => "+05:00" })}";

    private string Text()
    {
        var text = new string([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Letters[random.Next(Letters.Length)])]);
        return new(text.Where((one, at) => !char.IsSurrogate(one)
            || (char.IsHighSurrogate(one) ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) : at > 0 && char.IsHighSurrogate(text[at - 1])))
            .Append('x').ToArray());
    }
}
