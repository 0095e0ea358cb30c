namespace HieImaging.Dicom.Files;

/// <summary>A Part 10 object: file meta information and a data set (PS3.10 7).</summary>
public sealed class DicomFile
{
    /// <summary>A file of this data set, with the meta information that it needs.</summary>
    public DicomFile(DicomDataset dataset, DicomTransferSyntax? syntax = null)
        : this(new DicomDataset(), dataset, syntax ?? DicomTransferSyntax.ExplicitVRLittleEndian)
    {
    }

    private DicomFile(DicomDataset meta, DicomDataset dataset, DicomTransferSyntax syntax)
    {
        FileMeta = meta;
        Dataset = dataset;
        TransferSyntax = syntax;
    }

    /// <summary>Group 2 as read, or as it will be written.</summary>
    public DicomDataset FileMeta { get; }

    public DicomDataset Dataset { get; }

    public DicomTransferSyntax TransferSyntax { get; }

    /// <exception cref="DicomFormatException">The bytes are not such an object, or not within the bounds.</exception>
    public static DicomFile Open(ReadOnlyMemory<byte> bytes, DicomReadOptions? options = null) => throw new NotImplementedException();

    /// <exception cref="DicomFormatException">The bytes are not such an object, or not within the bounds.</exception>
    public static DicomFile Open(Stream stream, DicomReadOptions? options = null) => throw new NotImplementedException();

    /// <exception cref="DicomFormatException">The bytes are not such an object, or not within the bounds.</exception>
    public static ValueTask<DicomFile> OpenAsync(Stream stream, DicomReadOptions? options, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Writes preamble (zeros), meta information and data set.</summary>
    public void Save(Stream stream) => throw new NotImplementedException();

    /// <summary>The bytes of <see cref="Save"/>.</summary>
    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        Save(stream);
        return stream.ToArray();
    }
}
