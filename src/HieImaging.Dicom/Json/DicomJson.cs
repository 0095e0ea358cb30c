using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HieImaging.Dicom.Json;

/// <summary>The DICOM JSON model, <c>application/dicom+json</c> (PS3.18 F).</summary>
public static class DicomJson
{
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true
    };

    /// <summary>Reads an array of data sets, or a single one. Where text goes beyond ASCII the data set says ISO_IR 192.</summary>
    /// <exception cref="DicomFormatException">Not the JSON model, or not within the bounds.</exception>
    public static IReadOnlyList<DicomDataset> Read(ReadOnlySpan<byte> utf8, DicomJsonOptions? options = null)
    {
        options ??= DicomJsonOptions.Default;
        if (utf8.Length > options.MaxBytes)
            throw new DicomFormatException(DicomFormatReason.TooLarge, null, options.MaxBytes, "More bytes than allowed.");
        var datasets = new List<DicomDataset>();
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var reader = new Utf8JsonReader(utf8, JsonDatasetReader.ReaderOptions(options));
        var sets = new JsonDatasetReader(options);
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    datasets.Add(sets.Read(ref reader));
            }
            else
            {
                datasets.Add(sets.Read(ref reader));
            }
            if (reader.Read())
                throw new DicomFormatException(DicomFormatReason.BadJson, null, reader.BytesConsumed, "Something behind the end.");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new DicomFormatException(DicomFormatReason.BadJson, null, reader.BytesConsumed, "Not JSON.");
        }
        return datasets;
    }

    /// <summary>Reads an array of data sets one by one as its bytes come; each is bounded by itself.</summary>
    /// <exception cref="DicomFormatException">Not the JSON model, or not within the bounds.</exception>
    public static async IAsyncEnumerable<DicomDataset> ReadAsync(
        Stream stream, DicomJsonOptions? options = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var objects = new JsonObjects(stream, options ?? DicomJsonOptions.Default);
        while (await objects.NextAsync(cancellation) is { } json)
            yield return Read(json.Span, options)[0];
    }

    /// <summary>Writes one data set as a JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, DicomDataset dataset, DicomJsonOptions? options = null) =>
        new JsonDatasetWriter(writer, options ?? DicomJsonOptions.Default).Write(dataset);

    /// <summary>Writes data sets as a JSON array.</summary>
    public static byte[] Write(IEnumerable<DicomDataset> datasets, DicomJsonOptions? options = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Compact))
        {
            writer.WriteStartArray();
            foreach (var dataset in datasets)
                Write(writer, dataset, options);
            writer.WriteEndArray();
        }
        return stream.ToArray();
    }
}
