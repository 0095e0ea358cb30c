using System.IO.Compression;

namespace HieImaging.Dicom.Files;

/// <summary>A Part 10 object: file meta information and a data set (PS3.10 7).</summary>
public sealed class DicomFile
{
    private readonly Irregularities _met;
    private IReadOnlyList<DicomFinding>? _findings;

    /// <summary>A file of this data set, with the meta information that it needs.</summary>
    public DicomFile(DicomDataset dataset, DicomTransferSyntax? syntax = null)
        : this(
            MetaGroup.For([], dataset, syntax ?? DicomTransferSyntax.ExplicitVRLittleEndian),
            dataset,
            syntax ?? DicomTransferSyntax.ExplicitVRLittleEndian)
    {
    }

    private DicomFile(DicomDataset meta, DicomDataset dataset, DicomTransferSyntax syntax, Irregularities? met = null)
    {
        _met = met ?? new Irregularities();
        FileMeta = meta;
        Dataset = dataset;
        TransferSyntax = syntax;
    }

    /// <summary>Group 2 as read, or as it will be written.</summary>
    public DicomDataset FileMeta { get; }

    public DicomDataset Dataset { get; }

    public DicomTransferSyntax TransferSyntax { get; }

    /// <summary>
    /// What of the file is not as PS3 wants it and was read nevertheless, one finding of a kind. Asked for the first time, it looks through
    /// the data set as it is then.
    /// </summary>
    public IReadOnlyList<DicomFinding> Findings
    {
        get
        {
            if (_findings is null)
            {
                Examination.Of(FileMeta, Dataset, _met);
                _findings = _met.Findings;
            }
            return _findings;
        }
    }

    /// <summary>Reads from memory; values are slices of these bytes, so they must not change.</summary>
    /// <exception cref="DicomFormatException">The bytes are not such an object, or not within the bounds.</exception>
    public static DicomFile Open(ReadOnlyMemory<byte> bytes, DicomReadOptions? options = null)
    {
        options ??= DicomReadOptions.Default;
        if (bytes.Length > options.MaxBytes)
            throw new DicomFormatException(DicomFormatReason.TooLarge, null, options.MaxBytes, "More bytes than allowed.");
        using var source = new ByteSource(bytes, options.MaxBytes);
        return AtOnce(ReadAsync(source, options));
    }

    /// <summary>Reads a stream in the calling thread.</summary>
    /// <exception cref="DicomFormatException">The bytes are not such an object, or not within the bounds.</exception>
    public static DicomFile Open(Stream stream, DicomReadOptions? options = null)
    {
        options ??= DicomReadOptions.Default;
        using var source = new ByteSource(stream, options.MaxBytes, synchronous: true, CancellationToken.None);
        return AtOnce(ReadAsync(source, options));
    }

    /// <summary>Reads a stream as its bytes come.</summary>
    /// <exception cref="DicomFormatException">The bytes are not such an object, or not within the bounds.</exception>
    public static async ValueTask<DicomFile> OpenAsync(Stream stream, DicomReadOptions? options, CancellationToken cancellation)
    {
        options ??= DicomReadOptions.Default;
        using var source = new ByteSource(stream, options.MaxBytes, synchronous: false, cancellation);
        return await ReadAsync(source, options);
    }

    /// <summary>Writes preamble (zeros), meta information and data set.</summary>
    /// <exception cref="DicomFormatException">Text that the data set's character set cannot say.</exception>
    /// <exception cref="InvalidOperationException">
    /// Pixel data that does not go with the transfer syntax, or a value that was not kept.
    /// </exception>
    public void Save(Stream stream)
    {
        using var bytes = new StreamSink(stream);
        var writer = new DatasetWriter(bytes, DicomTransferSyntax.ExplicitVRLittleEndian);
        bytes.Write(new byte[MetaGroup.PreambleLength]);
        bytes.Write("DICM"u8);
        writer.WriteMeta(MetaGroup.For(FileMeta, Dataset, TransferSyntax));
        DicomBytes.Write(bytes, Dataset, TransferSyntax);
    }

    /// <summary>The same without blocking the thread; the bytes are made first.</summary>
    public async Task SaveAsync(Stream stream, CancellationToken cancellation) => await stream.WriteAsync(ToArray(), cancellation);

    /// <summary>The bytes of <see cref="Save"/>.</summary>
    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        Save(stream);
        return stream.ToArray();
    }

    private static async ValueTask<DicomFile> ReadAsync(ByteSource source, DicomReadOptions options)
    {
        var met = new Irregularities();
        var first = await source.PeekAsync(MetaGroup.MaxEnd);
        if (options.AllowsBareDataset && BareStart.Of(first.Span) is { } bare)
        {
            met.Add(bare.Syntax is null ? DicomIrregularity.NoPreamble : DicomIrregularity.NoFileMeta, null);
            if (bare.Syntax is { } guessed)
                return new DicomFile([], await DicomBytes.ReadAsync(source, guessed, options, met), guessed, met);
            return await ReadAsync(source, options, MetaGroup.ReadFrom(bare.Start, first.Span), met);
        }
        return await ReadAsync(source, options, MetaGroup.Read(first.Span), met);
    }

    private static async ValueTask<DicomFile> ReadAsync(
        ByteSource source, DicomReadOptions options, MetaGroup.Progress read, Irregularities met)
    {
        var (meta, end, isWhole) = read;
        // A file that ends with its meta information has no data set to read.
        if (!isWhole)
            throw new DicomFormatException(
                DicomFormatReason.Truncated, null, end,
                "The bytes end with or inside the file meta information.");
        source.Advance(end);
        if (!meta.TryGetString(DicomTag.TransferSyntaxUID, out var uid))
            throw new DicomFormatException(DicomFormatReason.BadMeta, DicomTag.TransferSyntaxUID, end, "No transfer syntax.");
        if (!DicomTransferSyntax.TryFind(uid, out var syntax))
            throw new DicomFormatException(
                DicomFormatReason.UnsupportedTransferSyntax, DicomTag.TransferSyntaxUID, end,
                "No such transfer syntax.");
        return new DicomFile(meta, await DicomBytes.ReadAsync(source, syntax, options, met), syntax, met);
    }

    // A source in memory or of blocking reads has always come to its end when its task is handed back.
    private static DicomFile AtOnce(ValueTask<DicomFile> reading) =>
        reading.IsCompleted ? reading.GetAwaiter().GetResult() : throw new InvalidOperationException("A synchronous source waited.");
}
