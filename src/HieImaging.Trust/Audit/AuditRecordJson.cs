using System.Text.Json;
using System.Text.Json.Serialization;

namespace HieImaging.Trust.Audit;

/// <summary>The bytes of an audit record that the chain seals: one JSON object, members in the order of their declaration, nothing that is
/// null.</summary>
public static class AuditRecordJson
{
    /// <summary>Canonical UTF-8.</summary>
    public static byte[] Canonical(this AuditRecord record) =>
        JsonSerializer.SerializeToUtf8Bytes(record, AuditRecordContext.Default.AuditRecord);

    /// <exception cref="JsonException">The bytes are not an audit record.</exception>
    public static AuditRecord Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, AuditRecordContext.Default.AuditRecord) ?? throw new JsonException("No audit record.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AuditRecord))]
internal sealed partial class AuditRecordContext : JsonSerializerContext;
