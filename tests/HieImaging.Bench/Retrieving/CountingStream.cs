using HieImaging.Wire;

namespace HieImaging.Bench.Retrieving;

/// <summary>Counts what is read of another stream.</summary>
internal sealed class CountingStream(Stream source) : ForwardStream
{
    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await source.ReadAsync(buffer, cancellationToken);
        Count += read;
        return read;
    }
}
