using System.Buffers;
using System.Globalization;
using System.Text.Json;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Linking;

/// <summary>A person as a pure function of the sources that are this person: every identifier, the demographics of the best source, a link
/// to each.</summary>
internal static class PersonWriter
{
    /// <param name="id"><c>p-…</c>.</param>
    /// <param name="version">Counts changes of the person.</param>
    /// <param name="sources">At least one.</param>
    /// <param name="now">meta.lastUpdated.</param>
    public static Person Write(string id, int version, IReadOnlyList<SourceIdentity> sources, DateTimeOffset now)
    {
        // A feed outranks a manifest; among equals the latest word, then the lowest id, so that the order of arrival decides nothing.
        var ranked = sources.OrderByDescending(source => source.Active).ThenByDescending(source => source.Origin)
            .ThenByDescending(source => source.LastUpdated).ThenBy(source => source.Id, StringComparer.Ordinal).ToList();
        return new Person
        {
            Id = id,
            Version = version,
            LastUpdated = now,
            Sources = [.. sources.Select(source => source.Id).Order(StringComparer.Ordinal)],
            Family = [.. sources.SelectMany(source => source.Family).Distinct()],
            Given = [.. sources.SelectMany(source => source.Given).Distinct()],
            BirthDate = ranked.Select(source => source.BirthDate).FirstOrDefault(date => date is not null),
            Gender = ranked.Select(source => source.Gender).FirstOrDefault(gender => gender is not null),
            Patient = Json(id, version, ranked, now),
        };
    }

    /// <summary>Whether two versions say the same of the person; version and time apart.</summary>
    public static bool SameButForMeta(byte[] a, byte[] b) => WithoutMeta(a) == WithoutMeta(b);

    private static string WithoutMeta(byte[] patient)
    {
        using var json = JsonDocument.Parse(patient);
        return string.Join('\n', json.RootElement.EnumerateObject()
            .Where(member => member.Name != "meta")
            .Select(member => member.ToString()));
    }

    private static byte[] Json(string id, int version, List<SourceIdentity> ranked, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Patient");
            json.WriteString("id", id);
            json.WriteStartObject("meta");
            json.WriteString("versionId", version.ToString(CultureInfo.InvariantCulture));
            json.WriteString("lastUpdated", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
            WriteIdentifiers(json, ranked);
            json.WriteBoolean("active", ranked.Exists(source => source.Active));
            foreach (var element in (string[])["name", "gender", "birthDate"])
                WriteFromBest(json, ranked, element);
            WriteLinks(json, ranked);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
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

    private static void WriteFromBest(Utf8JsonWriter json, List<SourceIdentity> ranked, string element)
    {
        foreach (var source in ranked)
        {
            using var patient = JsonDocument.Parse(source.Patient);
            if (!patient.RootElement.TryGetProperty(element, out var value))
                continue;
            json.WritePropertyName(element);
            value.WriteTo(json);
            return;
        }
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
