using HieImaging.Wire;

namespace HieImaging.Node.Shedding;

/// <summary>What all request bodies together may hold in memory; a body takes of it as it comes, never by what it declares.</summary>
internal sealed class BodyBudget(long bytes)
{
    /// <summary>Taken at a time; a body's first one is free.</summary>
    private const int Step = 1 << 20;

    private long _held;

    /// <summary>The body, counted; disposing gives back what it took.</summary>
    public CountedBody Count(Stream body) => new(this, body);

    private bool TryTake(long more)
    {
        if (Interlocked.Add(ref _held, more) <= bytes)
            return true;
        Interlocked.Add(ref _held, -more);
        return false;
    }

    /// <summary>A body that is refused midway when all of them together are too much.</summary>
    internal sealed class CountedBody(BodyBudget budget, Stream body) : ForwardStream
    {
        private long _read, _taken;

        /// <summary>Whether it was the node that had no room for more.</summary>
        public bool IsRefused { get; private set; }

        /// <exception cref="BadHttpRequestException">503: there is no room now.</exception>
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await body.ReadAsync(buffer, cancellationToken);
            _read += count;
            while (_read - Step > _taken)
            {
                if (!budget.TryTake(Step))
                {
                    IsRefused = true;
                    throw new BadHttpRequestException("The node has no room for this body now.", StatusCodes.Status503ServiceUnavailable);
                }
                _taken += Step;
            }
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Add(ref budget._held, -_taken);
            _taken = 0;
            base.Dispose(disposing);
        }
    }
}
