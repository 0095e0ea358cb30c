using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Reading;

namespace HieImaging.FhirServer.Answering;

/// <summary>Stitches a Bundle: its frame is written, the stored bytes go in as they are, none is parsed again.</summary>
internal sealed class BundleWriter(IBufferWriter<byte> output, string publicBase) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal void Start(string type, DateTimeOffset now, int? total, IEnumerable<(string Relation, string Url)> links)
    {
        _json.WriteStartObject();
        _json.WriteString("resourceType"u8, "Bundle"u8);
        _json.WriteStartObject("meta"u8);
        _json.WriteString("lastUpdated"u8, Instant(now));
        _json.WriteEndObject();
        _json.WriteString("type"u8, type);
        if (total is { } number)
            _json.WriteNumber("total"u8, number);
        _json.WriteStartArray("link"u8);
        foreach (var (relation, url) in links)
        {
            _json.WriteStartObject();
            _json.WriteString("relation"u8, relation);
            _json.WriteString("url"u8, url);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    /// <summary>An entry of a search: <c>match</c> or <c>include</c>.</summary>
    /// <param name="body">The resource as it is shown: whole, or a part that says so.</param>
    internal void Found(string type, StoredResource resource, ReadOnlyMemory<byte> body, string mode)
    {
        StartEntry();
        FullUrl(type, resource);
        Resource(body);
        Mode(mode);
        _json.WriteEndObject();
    }

    /// <summary>An entry that tells about the search itself.</summary>
    internal void Outcome(IReadOnlyList<FhirIssue> issues)
    {
        StartEntry();
        _json.WriteString("fullUrl"u8, "urn:uuid:" + Guid.CreateVersion7().ToString("D"));
        _json.WritePropertyName("resource"u8);
        OperationOutcome.WriteTo(_json, [.. issues]);
        Mode("outcome");
        _json.WriteEndObject();
    }

    /// <summary>An entry of a history (R4, 3.1.0.9).</summary>
    internal void Version(string type, StoredResource resource)
    {
        StartEntry();
        FullUrl(type, resource);
        if (!resource.Deleted)
            Resource(resource.Body);
        _json.WriteStartObject("request"u8);
        _json.WriteString("method"u8, resource.Deleted ? "DELETE"u8 : "PUT"u8);
        _json.WriteString("url"u8, $"{type}/{resource.Row.Id}");
        _json.WriteEndObject();
        _json.WriteStartObject("response"u8);
        _json.WriteString("status"u8, resource.Deleted ? "204"u8 : resource.Row.Version == 1 ? "201"u8 : "200"u8);
        _json.WriteString("etag"u8, FhirHeaders.ETag(resource.Row.Version));
        _json.WriteString("lastModified"u8, Instant(resource.LastUpdated));
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    /// <summary>Closes the Bundle and hands the rest to the output.</summary>
    internal void End()
    {
        if (_inEntries)
            _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <summary>Hands over what is written so far.</summary>
    internal void Flush() => _json.Flush();

    public void Dispose() => _json.Dispose();

    private bool _inEntries;

    private void StartEntry()
    {
        if (!_inEntries)
            _json.WriteStartArray("entry"u8);                  // an empty array is no FHIR
        _inEntries = true;
        _json.WriteStartObject();
    }

    private void FullUrl(string type, StoredResource resource) => _json.WriteString("fullUrl"u8, $"{publicBase}/{type}/{resource.Row.Id}");

    private void Resource(ReadOnlyMemory<byte> body)
    {
        _json.WritePropertyName("resource"u8);
        _json.WriteRawValue(body.Span, skipInputValidation: true);
    }

    private void Mode(string mode)
    {
        _json.WriteStartObject("search"u8);
        _json.WriteString("mode"u8, mode);
        _json.WriteEndObject();
    }

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
