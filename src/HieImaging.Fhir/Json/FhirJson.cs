using System.Text.Json;
using System.Text.Json.Nodes;

namespace HieImaging.Fhir.Json;

/// <summary>R4 JSON, strictly: what it accepts can be stored, sent and read by anybody as the same resource (R4, 2.6.2).</summary>
public static class FhirJson
{
    /// <summary>16 MiB.</summary>
    public const int LargestBody = 16 * 1024 * 1024;

    /// <summary>64.</summary>
    public const int DeepestNesting = 64;

    /// <summary>Reads one resource of any type of R4. Never throws for what the bytes are.</summary>
    public static FhirReading Read(ReadOnlyMemory<byte> utf8) => throw new NotImplementedException();

    /// <summary>Reads one resource from a stream that is not trusted to end.</summary>
    /// <exception cref="IOException">The stream broke.</exception>
    public static Task<FhirReading> ReadAsync(Stream stream, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Canonical bytes of a resource that this node made: no white space, members in the definition's order.</summary>
    public static byte[] Canonical(JsonObject resource) => throw new NotImplementedException();

    /// <summary>Canonical bytes of a resource that was read before.</summary>
    public static byte[] Canonical(JsonElement resource) => throw new NotImplementedException();

    /// <summary>The same canonical bytes with <c>id</c>, <c>meta.versionId</c> and <c>meta.lastUpdated</c> (milliseconds, UTC) put in; the rest of meta stays.</summary>
    public static byte[] Stamped(ReadOnlyMemory<byte> resource, string id, int version, DateTimeOffset lastUpdated) => throw new NotImplementedException();
}
