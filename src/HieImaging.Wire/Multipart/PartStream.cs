namespace HieImaging.Wire.Multipart;

/// <summary>A part as a stream: forward, asynchronous, gives what has arrived.</summary>
internal sealed class PartStream(MultipartPart part) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = await part.PeekAsync(cancellationToken);
        var count = Math.Min(bytes.Length, buffer.Length);
        bytes[..count].CopyTo(buffer);
        part.Advance(count);
        return count;
    }

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
        part.CopyToAsync(destination, cancellationToken);
}
