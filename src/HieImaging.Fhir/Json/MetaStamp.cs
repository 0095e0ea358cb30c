using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace HieImaging.Fhir.Json;

/// <summary>Puts id, version and time into stored bytes without touching the rest.</summary>
internal static class MetaStamp
{
    internal static byte[] Write(ReadOnlyMemory<byte> resource, string id, int version, DateTimeOffset lastUpdated)
    {
        using var document = JsonDocument.Parse(resource);
        var root = document.RootElement;
        var buffer = new ArrayBufferWriter<byte>(resource.Length + 128);
        using (var json = new Utf8JsonWriter(buffer, CanonicalWriter.Options))
        {
            json.WriteStartObject();
            Copy(json, root, "resourceType"u8);
            json.WriteString("id"u8, id);
            WriteMeta(json, root, version, lastUpdated);
            foreach (var property in root.EnumerateObject())
            {
                if (!property.NameEquals("resourceType"u8) && !property.NameEquals("id"u8) && !property.NameEquals("meta"u8))
                    Copy(json, property);
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMeta(Utf8JsonWriter json, JsonElement root, int version, DateTimeOffset lastUpdated)
    {
        json.WriteStartObject("meta"u8);
        json.WriteString("versionId"u8, version.ToString(CultureInfo.InvariantCulture));
        json.WriteString("lastUpdated"u8, lastUpdated.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        if (root.TryGetProperty("meta"u8, out var meta))
        {
            foreach (var property in meta.EnumerateObject())
            {
                if (property.Name is not ("versionId" or "_versionId" or "lastUpdated" or "_lastUpdated"))
                    Copy(json, property);
            }
        }
        json.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter json, JsonElement root, ReadOnlySpan<byte> name)
    {
        if (!root.TryGetProperty(name, out var value))
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
    }

    private static void Copy(Utf8JsonWriter json, JsonProperty property)
    {
        json.WritePropertyName(property.Name);
        json.WriteRawValue(property.Value.GetRawText(), skipInputValidation: true);
    }
}
