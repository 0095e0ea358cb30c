namespace HieImaging.Dicom.Files;

/// <summary>Bytes that were read ahead, then the stream they came from.</summary>
internal sealed class RestStream(ReadOnlyMemory<byte> ahead, Stream stream, bool synchronous) : Stream
{
    private ReadOnlyMemory<byte> _ahead = ahead;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => _ahead.Length > 0 ? Ahead(buffer) : stream.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        synchronous || _ahead.Length > 0 ? new ValueTask<int>(Read(buffer.Span)) : stream.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Ahead(Span<byte> buffer)
    {
        var part = Math.Min(buffer.Length, _ahead.Length);
        _ahead.Span[..part].CopyTo(buffer);
        _ahead = _ahead[part..];
        return part;
    }
}
