namespace HieImaging.Wire.Multipart;

/// <summary>A part as a stream: forward, asynchronous, gives what has arrived.</summary>
internal sealed class PartStream(MultipartPart part) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = await part.PeekAsync(cancellationToken);
        var count = Math.Min(bytes.Length, buffer.Length);
        bytes[..count].CopyTo(buffer);
        part.Advance(count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
        part.CopyToAsync(destination, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A part is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
