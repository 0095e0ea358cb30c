using System.Text.Json;

namespace HieImaging.Fhir.Json;

/// <summary>A resource that was read and found structurally sound: its canonical bytes and a view on them.</summary>
public sealed class FhirResource
{
    internal FhirResource(byte[] bytes, JsonElement root)
    {
        Bytes = bytes;
        Root = root;
        Type = root.GetProperty("resourceType"u8).GetString()!;
        Id = root.TryGetProperty("id"u8, out var id) ? id.GetString() : null;
    }

    /// <summary>The value of <c>resourceType</c>.</summary>
    public string Type { get; }

    /// <summary>The logical id as received; null where there is none.</summary>
    public string? Id { get; }

    /// <summary>Canonical UTF-8: no white space, members in the definition's order, numbers as received.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The resource as a read-only tree.</summary>
    public JsonElement Root { get; }
}
