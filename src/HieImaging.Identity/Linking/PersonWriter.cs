using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HieImaging.Fhir.Validation;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Linking;

/// <summary>
/// A person as a pure function of the sources that are this person, its version and time too: every identifier, each element from the best
/// source that says it, a link to each. Where several sources are one person, each element names the one that said it.
/// </summary>
internal static class PersonWriter
{
    private static readonly string[] Elements =
        ["name", "telecom", "gender", "birthDate", "deceasedBoolean", "deceasedDateTime", "address", "maritalStatus"];

    /// <param name="id"><c>p-…</c>.</param>
    /// <param name="version">Counts changes of the row.</param>
    /// <param name="sources">Live ones, at least one.</param>
    /// <param name="following">Subsumed ones: found by, but not shown.</param>
    public static Person Write(string id, int version, IReadOnlyList<SourceIdentity> sources, IReadOnlyList<SourceIdentity> following)
    {
        // A feed outranks a manifest; among equals the latest word as its source dates it, then the lowest id: the order of arrival decides
        // nothing.
        var ranked = sources.OrderByDescending(source => source.Active).ThenByDescending(source => source.Origin)
            .ThenByDescending(source => source.SaidAt).ThenBy(source => source.Id, StringComparer.Ordinal).ToList();
        var at = sources.Max(source => source.LastUpdated);
        var (said, place) = Json(id, ranked, at);
        var content = ContentOf(said);
        return new Person
        {
            Id = id,
            Version = version,
            ContentVersion = content,
            ContentAt = at,
            Sources = [.. sources.Concat(following).Select(source => source.Id).Order(StringComparer.Ordinal)],
            Family = [.. ranked.SelectMany(source => source.Family).Distinct(StringComparer.Ordinal)],
            Given = [.. ranked.SelectMany(source => source.Given).Distinct(StringComparer.Ordinal)],
            BirthDate = ranked.Select(source => source.BirthDate).FirstOrDefault(date => date is not null),
            Gender = ranked.Select(source => source.Gender).FirstOrDefault(gender => gender is not null),
            Patient = [.. said.AsSpan(0, place), .. Encoding.ASCII.GetBytes(VersionOf(content)), .. said.AsSpan(place)],
        };
    }

    /// <summary>Whether the row says what the other would; the count of its changes apart.</summary>
    public static bool Same(Person stored, Person planned) =>
        !stored.Deleted && SameBody(stored, planned) && stored.Sources.SequenceEqual(planned.Sources)
        && stored.Family.SequenceEqual(planned.Family) && stored.Given.SequenceEqual(planned.Given)
        && (stored.BirthDate, stored.Gender, stored.ContentVersion, stored.ContentAt)
            == (planned.BirthDate, planned.Gender, planned.ContentVersion, planned.ContentAt);

    public static bool SameBody(Person stored, Person planned) => stored.Patient.AsSpan().SequenceEqual(planned.Patient);

    private static int ContentOf(byte[] patient) => BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(patient)) & int.MaxValue;

    private static string VersionOf(int content) => $"\"versionId\":\"{content.ToString(CultureInfo.InvariantCulture)}\",";

    // Without the version, which is made of it, and with the place where that stands: before what follows it in meta.
    private static (byte[] Said, int Version) Json(string id, List<SourceIdentity> ranked, DateTimeOffset at)
    {
        var said = ranked.Select(source => (source.Id, Json: JsonDocument.Parse(source.Patient))).ToList();
        var (buffer, version) = (new ArrayBufferWriter<byte>(1024), 0);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Patient");
            json.WriteString("id", id);
            json.WriteStartObject("meta");
            version = (int)(json.BytesCommitted + json.BytesPending);
            json.WriteString("lastUpdated", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
            if (ranked.Count > 1)
                WriteProvenance(json, said);
            WriteIdentifiers(json, ranked);
            json.WriteBoolean("active", ranked.Exists(source => source.Active));
            foreach (var element in Elements)
                if (Best(said, element) is var (_, value))
                {
                    json.WritePropertyName(element);
                    value.WriteTo(json);
                }
            WriteLinks(json, ranked);
            json.WriteEndObject();
        }
        said.ForEach(one => one.Json.Dispose());
        return (buffer.WrittenSpan.ToArray(), version);
    }

    private static (string Source, JsonElement Value)? Best(List<(string Id, JsonDocument Json)> said, string element)
    {
        // who is said to be dead on a day is not also said to be so without one, by another source
        if (element == "deceasedBoolean" && said.Exists(one => one.Json.RootElement.TryGetProperty("deceasedDateTime", out _)))
            return null;
        foreach (var (id, json) in said)
            if (json.RootElement.TryGetProperty(element, out var value))
                return (id, value);
        return null;
    }

    // One extension for each element: which source's word it is.
    private static void WriteProvenance(Utf8JsonWriter json, List<(string Id, JsonDocument Json)> said)
    {
        json.WriteStartArray("extension");
        foreach (var element in Elements)
            if (Best(said, element) is var (source, _))
            {
                json.WriteStartObject();
                json.WriteStartArray("extension");
                WriteExtension(json, "element", "valueCode", element);
                json.WriteStartObject();
                json.WriteString("url", "source");
                json.WriteStartObject("valueReference");
                json.WriteString("reference", "Patient/" + source);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteString("url", ProfileTables.House + "StructureDefinition/said-by");
                json.WriteEndObject();
            }
        json.WriteEndArray();
    }

    private static void WriteExtension(Utf8JsonWriter json, string url, string type, string value)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        json.WriteString(type, value);
        json.WriteEndObject();
    }

    private static void WriteIdentifiers(Utf8JsonWriter json, List<SourceIdentity> ranked)
    {
        json.WriteStartArray("identifier");
        foreach (var identifier in ranked.SelectMany(source => source.Identifiers).Distinct()
            .OrderBy(x => x.System, StringComparer.Ordinal).ThenBy(x => x.Value, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("system", identifier.System);
            json.WriteString("value", identifier.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter json, List<SourceIdentity> ranked)
    {
        json.WriteStartArray("link");
        foreach (var source in ranked.Select(source => source.Id).Order(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteStartObject("other");
            json.WriteString("reference", "Patient/" + source);
            json.WriteEndObject();
            json.WriteString("type", "seealso");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
