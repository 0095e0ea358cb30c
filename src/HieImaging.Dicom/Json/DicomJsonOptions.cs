namespace HieImaging.Dicom.Json;

/// <summary>The bounds of reading, and the address of bulk data in writing.</summary>
public sealed record DicomJsonOptions
{
    public static readonly DicomJsonOptions Default = new();

    /// <summary>Bytes of one document, or of one data set when a stream is read.</summary>
    public int MaxBytes { get; init; } = 128 << 20;

    public int MaxDepth { get; init; } = 32;

    public int MaxElements { get; init; } = 2_000_000;

    public int MaxItems { get; init; } = 500_000;

    /// <summary>The BulkDataURI of an attribute that is not written inline; null writes it inline (PS3.18 F.2.6).</summary>
    public Func<DicomItem, string?>? BulkDataUri { get; init; }
}
