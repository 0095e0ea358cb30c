namespace HieImaging.Wire;

/// <summary>
/// Reads another stream up to a number of bytes; one more is a <see cref="BoundsExceededException"/>. Does not own the other stream.
/// </summary>
public sealed class BoundedStream(Stream source, long limit, string bound = "bytes") : ForwardStream
{
    private long _read;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Counted(source.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Counted(source.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await source.ReadAsync(buffer, cancellationToken));

    private int Counted(int count)
    {
        _read += count;
        return _read <= limit ? count : throw new BoundsExceededException(bound, limit);
    }
}
