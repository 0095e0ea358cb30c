using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Identity.Loading;

/// <summary>CSV with a header: a row becomes the FHIR Patient that a feed would have sent, and is judged as one.</summary>
internal static class CsvPatients
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyyMMdd"];

    public static async IAsyncEnumerable<LoadRecord> ReadAsync(
        CsvRows rows, CsvColumns columns, AssigningAuthority authority, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await rows.ReadAsync(cancellation) is var (line, fields))
        {
            if (fields is null)
            {
                yield return new LoadRecord.Refused(
                    line, "the row is longer than 1 MiB, or a quote is not closed; nothing after it was read");
                yield break;
            }
            if (fields is [""])
                continue;
            if (fields is [])
            {
                yield return new LoadRecord.Refused(
                    line, $"something stands behind a closing quote: nothing of this line or up to line {rows.Line - 1} was taken");
                continue;
            }
            if (fields.Count != columns.Count)
                yield return new LoadRecord.Refused(line, "the row has another number of fields than the header");
            else if (columns.Of(fields, "id").FirstOrDefault() is not { } number)
                yield return new LoadRecord.Refused(line, "the row has no id");
            else
                yield return LoadJudgement.Of(line, Patient(fields, columns, authority, number), authority);
        }
    }

    private static ReadOnlyMemory<byte> Patient(
        IReadOnlyList<string> row, CsvColumns columns, AssigningAuthority authority, string number)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Patient");
            json.WriteStartArray("identifier");
            Identifier(json, authority.Urn, number);
            foreach (var system in columns.Systems)
                foreach (var value in columns.Of(row, "identifier|" + system))
                    Identifier(json, system, value);
            json.WriteEndArray();
            Group(json, "name", One("family"), Many("given"), ("suffix", [.. columns.Of(row, "suffix")], true));
            if (Gender(columns.Of(row, "gender").FirstOrDefault()) is { } gender)
                json.WriteString("gender", gender);
            if (columns.Of(row, "birthDate").FirstOrDefault() is { } born)
                json.WriteString("birthDate", Date(born));
            Group(json, "address", Many("line"), One("city"), One("state"), One("postalCode"));
            Phones(json, columns.Of(row, "phone"));
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;

        (string, string[], bool) One(string field) => (field, [.. columns.Of(row, field).Take(1)], false);
        (string, string[], bool) Many(string field) => (field, [.. columns.Of(row, field)], true);
    }

    private static void Identifier(Utf8JsonWriter json, string system, string value)
    {
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    // An element of a list of one; left out where nothing of it is said.
    private static void Group(Utf8JsonWriter json, string name, params (string Element, string[] Values, bool IsList)[] parts)
    {
        if (parts.All(part => part.Values.Length == 0))
            return;
        json.WriteStartArray(name);
        json.WriteStartObject();
        foreach (var (element, values, isList) in parts.Where(part => part.Values.Length > 0))
        {
            if (!isList)
            {
                json.WriteString(element, values[0]);
                continue;
            }
            json.WriteStartArray(element);
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Phones(Utf8JsonWriter json, IEnumerable<string> phones)
    {
        var all = phones.ToList();
        if (all.Count == 0)
            return;
        json.WriteStartArray("telecom");
        foreach (var phone in all)
        {
            json.WriteStartObject();
            json.WriteString("system", "phone");
            json.WriteString("value", phone);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // FHIR's date; what is none is written as it stands, and refused with its line.
    private static string Date(string text) =>
        DateOnly.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString(Dates[0], CultureInfo.InvariantCulture)
            : text;

    // HL7 table 0001 beside FHIR's own codes; what is neither is written as it stands, and refused with its line.
    private static string? Gender(string? text) => text?.ToLowerInvariant() switch
    {
        null => null,
        "m" => "male",
        "f" => "female",
        "o" or "a" => "other",
        "u" or "n" => "unknown",
        var code => code,
    };
}
