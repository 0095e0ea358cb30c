namespace HieImaging.Dicom.Json;

/// <summary>The DICOM JSON model, <c>application/dicom+json</c> (PS3.18 F).</summary>
public static class DicomJson
{
    /// <summary>Reads an array of data sets, or a single one. Text is in UTF-8 and the data sets say so.</summary>
    /// <exception cref="DicomFormatException">Not the JSON model, or not within the bounds.</exception>
    public static IReadOnlyList<DicomDataset> Read(ReadOnlySpan<byte> utf8, DicomJsonOptions? options = null) => throw new NotImplementedException();

    /// <summary>Writes one data set as a JSON object.</summary>
    public static void Write(System.Text.Json.Utf8JsonWriter writer, DicomDataset dataset, DicomJsonOptions? options = null) => throw new NotImplementedException();

    /// <summary>Writes data sets as a JSON array.</summary>
    public static byte[] Write(IEnumerable<DicomDataset> datasets, DicomJsonOptions? options = null) => throw new NotImplementedException();
}
