namespace HieImaging.Dicom;

/// <summary>
/// An attribute with a value. The bytes are those of the wire in little endian, kept exactly; text that was set by a program stays text
/// until it is written, so that the character set of the whole data set can say it.
/// </summary>
public sealed class DicomElement : DicomItem
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>An element of bytes, little endian.</summary>
    public DicomElement(DicomTag tag, DicomVR vr, ReadOnlyMemory<byte> value)
        : base(tag, vr)
    {
        _bytes = value;
        Length = value.Length;
    }

    /// <summary>An element of text values; a backslash is written between them (PS3.5 6.4).</summary>
    public DicomElement(DicomTag tag, DicomVR vr, params string[] values)
        : base(tag, vr) => Text = string.Join('\\', values);

    private DicomElement(DicomTag tag, DicomVR vr, long skipped, long offset)
        : base(tag, vr)
    {
        Length = skipped;
        Offset = offset;
        IsSkipped = true;
    }

    /// <summary>The bytes as read, little endian; empty for text that was set by a program and for a skipped value.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The length of the value as read.</summary>
    public long Length { get; }

    /// <summary>
    /// True when the value was longer than <c>DicomReadOptions.LargeValueCutoff</c> and was not kept, or lies in bulk data.
    /// </summary>
    public bool IsSkipped { get; }

    /// <summary>Where the reader found the value: its offset in the (inflated) bytes; -1 when it was not read.</summary>
    public long Offset { get; internal init; } = -1;

    /// <summary>
    /// Where the value lies instead of here (PS3.18 F.2.6); null for every other element. Such an element is also skipped.
    /// </summary>
    public string? BulkDataUri { get; private init; }

    /// <summary>The text of a program, not yet encoded; null for an element of bytes.</summary>
    internal string? Text { get; }

    /// <summary>An element whose value lies at an address.</summary>
    public static DicomElement InBulk(DicomTag tag, DicomVR vr, string uri) => new(tag, vr, 0, -1) { BulkDataUri = uri };

    internal static DicomElement Skipped(DicomTag tag, DicomVR vr, long length, long offset) => new(tag, vr, length, offset);
}
