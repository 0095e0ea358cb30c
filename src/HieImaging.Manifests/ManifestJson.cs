using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests;

/// <summary>A manifest as canonical JSON bytes: what the Registry stores.</summary>
public static class ManifestJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new ManifestInstanceConverter(),
            new TextConverter<StudyInstanceUid>(uid => uid.Text, StudyInstanceUid.Parse),
            new TextConverter<SeriesInstanceUid>(uid => uid.Text, SeriesInstanceUid.Parse),
            new TextConverter<SopInstanceUid>(uid => uid.Text, SopInstanceUid.Parse),
            new TextConverter<RetrieveLocationUid>(uid => uid.Text, RetrieveLocationUid.Parse),
            new TextConverter<AssigningAuthority>(authority => authority.Oid.Text, AssigningAuthority.Parse),
            // authority first: an OID holds no bar, a patient's number may
            new TextConverter<PatientIdentifier>(id => $"{id.Authority}|{id.Value}", PatientIdentifierOf),
        },
    };

    public static byte[] Write(Manifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, Options);

    /// <exception cref="JsonException">Not bytes that <see cref="Write(Manifest)"/> wrote.</exception>
    public static Manifest Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize<Manifest>(utf8, Options) ?? throw new JsonException("The manifest is null.");

    /// <summary>A patient as named, alone.</summary>
    public static byte[] Write(ManifestPatient patient) => JsonSerializer.SerializeToUtf8Bytes(patient, Options);

    /// <exception cref="JsonException">Not bytes that <see cref="Write(ManifestPatient)"/> wrote.</exception>
    public static ManifestPatient ReadPatient(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize<ManifestPatient>(utf8, Options) ?? throw new JsonException("The patient is null.");

    internal static byte[] Write(UnitedStudy united) => JsonSerializer.SerializeToUtf8Bytes(united, Options);

    private static PatientIdentifier PatientIdentifierOf(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        return bar > 0
            ? PatientIdentifier.Create(AssigningAuthority.Parse(text[..bar]), text[(bar + 1)..])
            : throw new FormatException("No authority.");
    }

    private sealed class TextConverter<T>(Func<T, string> text, Func<string, T> parse) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return parse(reader.GetString() ?? "");
            }
            catch (FormatException malformed)
            {
                throw new JsonException("A malformed identifier.", malformed);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
    }
}
