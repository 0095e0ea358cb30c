using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HieImaging.Fhir.Elements;

namespace HieImaging.Fhir.Json;

/// <summary>Writes a tree without white space, its members in the definition's order (what the tables do not know comes last, by name),
/// numbers as they were written. The same content is the same bytes.</summary>
internal static class CanonicalWriter
{
    internal static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true
    };

    internal static byte[] Write(JsonElement resource)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
            WriteValue(json, resource, "Resource");
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter json, JsonElement value, string? type)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(json, value, TypeOf(value, type));
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteValue(json, item, type);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(value.GetString());
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static ElementType? TypeOf(JsonElement value, string? type)
    {
        if (type == "Resource")
            type = value.TryGetProperty("resourceType"u8, out var named) && named.ValueKind == JsonValueKind.String
                ? named.GetString()
                : null;
        return type is null ? null : ElementTables.Find(type);
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement value, ElementType? type)
    {
        json.WriteStartObject();
        foreach (var (name, member, content) in Ordered(value, type))
        {
            json.WritePropertyName(name);
            WriteValue(json, content, name[0] == '_' ? "Element" : member?.Type);
        }
        json.WriteEndObject();
    }

    /// <summary>The members of an object in the definition's order, each followed by its sibling with the underscore.</summary>
    internal static List<(string Name, ElementMember? Member, JsonElement Content)> Ordered(JsonElement value, ElementType? type)
    {
        var members = new List<(string Name, ElementMember? Member, JsonElement Content)>();
        foreach (var property in value.EnumerateObject())
            members.Add((property.Name, type?.Find(property.Name.TrimStart('_')), property.Value));
        members.Sort(static (one, other) => Rank(one.Name, one.Member).CompareTo(Rank(other.Name, other.Member)) is var rank and not 0
            ? rank
            : string.CompareOrdinal(one.Name.TrimStart('_'), other.Name.TrimStart('_')) is var name and not 0
                ? name
                : one.Name.Length.CompareTo(other.Name.Length));
        return members;
    }

    private static int Rank(string name, ElementMember? member) => name == "resourceType" ? -1 : member?.Index ?? int.MaxValue;
}
