using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests.Patients;

/// <summary>The patient as a manifest named it becomes a FHIR R4 Patient: what was said and nothing else (canonical bytes).</summary>
public static class NamedPatientWriter
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ManifestPatient patient)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(bytes, Compact);
        json.WriteStartObject();
        json.WriteString("resourceType", "Patient");
        json.WriteStartArray("identifier");
        foreach (var identifier in patient.Others.Prepend(patient.Identifier))
            WriteIdentifier(json, identifier);
        json.WriteEndArray();
        WriteNames(json, patient.Name);
        // FHIR's administrative gender; what DICOM leaves out stays out
        var gender = patient.Sex switch { "M" => "male", "F" => "female", "O" => "other", _ => null };
        if (gender is not null)
            json.WriteString("gender", gender);
        if (patient.BirthDate is { } born)
            json.WriteString("birthDate", born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteIdentifier(Utf8JsonWriter json, PatientIdentifier identifier)
    {
        json.WriteStartObject();
        json.WriteString("system", identifier.Authority.Urn);
        json.WriteString("value", identifier.Value);
        json.WriteEndObject();
    }

    // Each group of a PN (alphabetic, ideographic, phonetic) is a name of its own.
    private static void WriteNames(Utf8JsonWriter json, string? name)
    {
        var groups = (name ?? "").Split('=').Select(group => group.Split('^').Select(part => part.Trim()).ToArray())
            .Where(parts => parts.Take(5).Any(part => part.Length > 0)).ToList();
        if (groups.Count == 0)
            return;
        json.WriteStartArray("name");
        foreach (var parts in groups)
        {
            json.WriteStartObject();
            if (parts[0].Length > 0)
                json.WriteString("family", parts[0]);
            WriteParts(json, "given", [.. parts.Skip(1).Take(2)]);
            WriteParts(json, "prefix", [.. parts.Skip(3).Take(1)]);
            WriteParts(json, "suffix", [.. parts.Skip(4).Take(1)]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteParts(Utf8JsonWriter json, string member, string[] parts)
    {
        if (Array.TrueForAll(parts, part => part.Length == 0))
            return;
        json.WriteStartArray(member);
        foreach (var part in parts.Where(part => part.Length > 0))
            json.WriteStringValue(part);
        json.WriteEndArray();
    }
}
