using System.Text.Json;

namespace HieImaging.Broker.Retrieving;

/// <summary>
/// DICOM JSON of one instance as the archive wrote it, with every address of the archive replaced by the node's (PS3.18 F.2.2 BulkDataURI;
/// (0008,1190) Retrieve URL and its kin): a viewer that follows one would go round the broker, or nowhere.
/// </summary>
/// <param name="instanceUrl">The node's address of the instance.</param>
/// <param name="bulkdataUrl">From an archive's address to the node's; null where it points elsewhere.</param>
internal sealed class MetadataRewrite(string instanceUrl, Func<string, string?> bulkdataUrl)
{
    private const int MostDepth = 64;

    public static string? SopInstanceUid(JsonElement instance) => FirstString(instance, "00080018");

    public static string? SeriesInstanceUid(JsonElement instance) => FirstString(instance, "0020000E");

    /// <summary>Writes the data set; an attribute whose bulk data cannot be had stays, without its address.</summary>
    public void Write(Utf8JsonWriter json, JsonElement instance) => WriteDataSet(json, instance, 0);

    private void WriteDataSet(Utf8JsonWriter json, JsonElement dataSet, int depth)
    {
        json.WriteStartObject();
        foreach (var attribute in dataSet.EnumerateObject())
        {
            json.WritePropertyName(attribute.Name);
            if (attribute.Value.ValueKind != JsonValueKind.Object || depth > MostDepth)
                attribute.Value.WriteTo(json);
            else
                WriteAttribute(json, attribute.Value, depth);
        }
        json.WriteEndObject();
    }

    private void WriteAttribute(Utf8JsonWriter json, JsonElement attribute, int depth)
    {
        var vr = attribute.TryGetProperty("vr", out var named) ? named.GetString() : null;
        json.WriteStartObject();
        foreach (var member in attribute.EnumerateObject())
        {
            if (member.Name == "BulkDataURI")
            {
                if (member.Value.ValueKind == JsonValueKind.String && bulkdataUrl(member.Value.GetString()!) is { } address)
                    json.WriteString("BulkDataURI", address);
                continue;
            }
            json.WritePropertyName(member.Name);
            if (member.Name == "Value" && member.Value.ValueKind == JsonValueKind.Array && vr is "SQ" or "UR")
                WriteValues(json, member.Value, vr, depth);
            else
                member.Value.WriteTo(json);
        }
        json.WriteEndObject();
    }

    private void WriteValues(Utf8JsonWriter json, JsonElement values, string vr, int depth)
    {
        json.WriteStartArray();
        foreach (var value in values.EnumerateArray())
            if (vr == "SQ" && value.ValueKind == JsonValueKind.Object)
                WriteDataSet(json, value, depth + 1);
            else if (vr == "UR" && value.ValueKind == JsonValueKind.String && bulkdataUrl(value.GetString()!) is not null)
                json.WriteStringValue(instanceUrl);                // an address of the archive itself
            else
                value.WriteTo(json);
        json.WriteEndArray();
    }

    private static string? FirstString(JsonElement instance, string tag) =>
        instance.ValueKind == JsonValueKind.Object && instance.TryGetProperty(tag, out var attribute)
        && attribute.ValueKind == JsonValueKind.Object
        && attribute.TryGetProperty("Value", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
        && values[0].ValueKind == JsonValueKind.String ? values[0].GetString() : null;
}
