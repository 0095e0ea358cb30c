using System.IO.Compression;

namespace HieImaging.Dicom.Files;

/// <summary>A bare data set in a transfer syntax, as DIMSE and the inside of a file carry it.</summary>
public static class DicomBytes
{
    /// <exception cref="DicomFormatException">The bytes are not such a data set, or not within the bounds.</exception>
    public static DicomDataset Read(ReadOnlyMemory<byte> bytes, DicomTransferSyntax syntax, DicomReadOptions? options = null)
    {
        options ??= DicomReadOptions.Default;
        if (bytes.Length > options.MaxBytes)
            throw new DicomFormatException(DicomFormatReason.TooLarge, null, options.MaxBytes, "More bytes than allowed.");
        using var source = new ByteSource(bytes, options.MaxBytes);
        var reading = ReadAsync(source, syntax, options, new Irregularities());
        return reading.IsCompleted ? reading.GetAwaiter().GetResult() : throw new InvalidOperationException("A synchronous source waited.");
    }

    /// <exception cref="DicomFormatException">Text that the data set's character set cannot say.</exception>
    public static byte[] Write(DicomDataset dataset, DicomTransferSyntax syntax)
    {
        using var stream = new MemoryStream();
        using (var sink = new StreamSink(stream))
            Write(sink, dataset, syntax);
        return stream.ToArray();
    }

    internal static async ValueTask<DicomDataset> ReadAsync(
        ByteSource source, DicomTransferSyntax syntax, DicomReadOptions options, Irregularities met)
    {
        var encoding = new ElementEncoding(syntax.IsExplicitVR, syntax.IsBigEndian);
        if (!syntax.IsDeflated)
            return await new DatasetReader(source, options, met).ReadAsync(encoding);
        await using var inflated = new DeflateStream(source.Rest(), CompressionMode.Decompress);
        using var inner = new ByteSource(inflated, options.MaxBytes, source.IsSynchronous, source.Cancellation);
        if ((await inner.PeekAsync(1)).Length == 0)
            throw new DicomFormatException(DicomFormatReason.BadDeflate, null, 0, "The data set does not inflate.");
        return await new DatasetReader(inner, options, met).ReadAsync(encoding);
    }

    internal static void Write(StreamSink sink, DicomDataset dataset, DicomTransferSyntax syntax)
    {
        if (!syntax.IsDeflated)
        {
            new DatasetWriter(sink, syntax).Write(dataset);
            return;
        }
        using var deflated = new MemoryStream();
        using (var deflating = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
        using (var plain = new StreamSink(deflating))
            new DatasetWriter(plain, syntax).Write(dataset);
        if (deflated.Length % 2 == 1)
            deflated.WriteByte(0); // PS3.5 A.5
        sink.Write(deflated.GetBuffer().AsSpan(0, (int)deflated.Length));
    }
}
