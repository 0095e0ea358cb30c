using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Json;

/// <summary>R4 JSON, strictly: what it accepts can be stored, sent and read by anybody as the same resource (R4, 2.6.2).</summary>
public static class FhirJson
{
    /// <summary>16 MiB.</summary>
    public const int LargestBody = 16 * 1024 * 1024;

    /// <summary>64.</summary>
    public const int DeepestNesting = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DeepestNesting, AllowDuplicateProperties = false };

    /// <summary>Reads one resource of any type of R4. Never throws for what the bytes are.</summary>
    public static FhirReading Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > LargestBody)
            return TooLong(LargestBody);
        if (StrictText.Check(utf8.Span) is { } wrong)
            return new FhirReading.Refused([wrong]);
        if (Parse(utf8) is not { } document)
            return new FhirReading.Refused([DuplicateMember.Find(utf8)]);
        using (document)
        {
            var issues = ElementCheck.Run(document.RootElement);
            return issues.Count > 0
                ? new FhirReading.Refused(issues) { IsVerdict = IsResource(document.RootElement) }
                : new FhirReading.Accepted(Of(Canonical(document.RootElement)));
        }
    }

    /// <summary>Reads one resource from a stream that is not trusted to end.</summary>
    /// <param name="largest">Bytes; at most <see cref="LargestBody"/>.</param>
    /// <exception cref="IOException">The stream broke.</exception>
    public static async Task<FhirReading> ReadAsync(Stream stream, CancellationToken cancellation, int largest = LargestBody)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (body.Length + count > largest)
                return TooLong(largest);
            body.Write(buffer, 0, count);
        }
        return Read(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    /// <summary>Canonical bytes of a resource that this node made: no white space, members in the definition's order.</summary>
    public static byte[] Canonical(JsonObject resource)
    {
        using var document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(resource));
        return CanonicalWriter.Write(document.RootElement);
    }

    /// <summary>Canonical bytes of a resource that was read before.</summary>
    public static byte[] Canonical(JsonElement resource) => CanonicalWriter.Write(resource);

    /// <summary>The same canonical bytes with <c>id</c>, <c>meta.versionId</c> and <c>meta.lastUpdated</c> (milliseconds, UTC) put in; the
    /// rest of meta stays.</summary>
    public static byte[] Stamped(ReadOnlyMemory<byte> resource, string id, int version, DateTimeOffset lastUpdated) =>
        MetaStamp.Write(resource, id, version, lastUpdated);

    private static FhirResource Of(byte[] canonical)
    {
        using var document = JsonDocument.Parse(canonical);
        return new FhirResource(canonical, document.RootElement.Clone());
    }

    private static bool IsResource(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("resourceType"u8, out var type)
        && type.ValueKind == JsonValueKind.String && ElementTables.FindResource(type.GetString()!) is not null;

    private static JsonDocument? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The refusal of a body of more bytes than that.</summary>
    internal static FhirReading.Refused TooLong(int largest) =>
        new([FhirIssue.Error(IssueCode.TooLong, $"The body is longer than {largest / 1024} KiB.")]);
}
