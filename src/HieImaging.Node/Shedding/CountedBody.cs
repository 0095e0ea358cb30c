using HieImaging.Wire;

namespace HieImaging.Node.Shedding;

/// <summary>A request's body that is refused midway when all of them together are too much; disposing gives back what it took.</summary>
internal sealed class CountedBody(ByteBudget bodies, Stream body) : ForwardStream
{
    /// <summary>Of every body, without being counted.</summary>
    private const int Free = 1 << 20;

    private readonly ByteBudget.Part _part = bodies.Open();
    private long _read;

    /// <summary>Whether it was the node that had no room for more.</summary>
    public bool IsRefused { get; private set; }

    /// <exception cref="BadHttpRequestException">503: there is no room now.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken);
        _read += count;
        if (_part.TryHold(Math.Max(0, _read - Free)))
            return count;
        IsRefused = true;
        throw new BadHttpRequestException("The node has no room for this body now.", StatusCodes.Status503ServiceUnavailable);
    }

    protected override void Dispose(bool disposing)
    {
        _part.Dispose();
        base.Dispose(disposing);
    }
}
