namespace HieImaging.Dicom.Files;

/// <summary>The bounds within which bytes are read. Every bound is checked while the bytes arrive.</summary>
public sealed record DicomReadOptions
{
    /// <summary>For objects of an archive or a phantom: 1 GiB.</summary>
    public static readonly DicomReadOptions Default = new();

    /// <summary>For key object selections from outside: 8 MiB, whatever was deflated included.</summary>
    public static readonly DicomReadOptions Manifest = new() { MaxBytes = 8 << 20, MaxElements = 700_000, MaxItems = 250_000 };

    /// <summary>For the header of an image: stops before pixel data and keeps no value over 64 KiB.</summary>
    public static readonly DicomReadOptions Header = new() { StopBefore = DicomTag.PixelData, LargeValueCutoff = 64 << 10 };

    /// <summary>
    /// Whether a file may begin without its preamble, or with the data set at once, as tools and old archives write it; its first element
    /// then tells the transfer syntax. Doors ask for Part 10 and leave this false.
    /// </summary>
    public bool AllowsBareDataset { get; init; }

    /// <summary>Bytes in all, after inflating.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>Sequences within sequences.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Elements in all, those of items included.</summary>
    public int MaxElements { get; init; } = 2_000_000;

    /// <summary>Items and fragments in all.</summary>
    public int MaxItems { get; init; } = 500_000;

    /// <summary>
    /// Reading stops before the first attribute of the outer data set with this tag or a higher one; null reads to the end.
    /// </summary>
    public DicomTag? StopBefore { get; init; }

    /// <summary>A value longer than this is passed over and its element has <see cref="DicomElement.IsSkipped"/>; null keeps all.</summary>
    public long? LargeValueCutoff { get; init; }
}
