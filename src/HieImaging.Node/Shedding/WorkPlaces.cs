using System.Threading.RateLimiting;
using HieImaging.Wire.Waiting;

namespace HieImaging.Node.Shedding;

/// <summary>The places of one class of work and the short queue before them; a client has its share of both at most.</summary>
internal sealed class WorkPlaces(int places, int waiting, double ofOneClient, TimeSpan waitAtMost) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _places = PartitionedRateLimiter.CreateChained(
        Places(client => client, Share(places, ofOneClient), Share(waiting, ofOneClient)),
        Places(_ => "all", places, waiting));

    private int _taken, _waiting;

    public int Taken => Volatile.Read(ref _taken);

    /// <returns>The place, to be given back; null where none came free in time.</returns>
    public async ValueTask<IDisposable?> TakeAsync(string client, CancellationToken cancellation)
    {
        RateLimitLease? lease = _places.AttemptAcquire(client);
        if (!lease.IsAcquired)
        {
            lease.Dispose();
            lease = await WaitAsync(client, cancellation);
        }
        if (lease is null)
            return null;
        Interlocked.Increment(ref _taken);
        return new Place(this, lease);
    }

    public void Dispose() => _places.Dispose();

    private async ValueTask<RateLimitLease?> WaitAsync(string client, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _waiting) >= waiting)
            return null;
        Interlocked.Increment(ref _waiting);
        try
        {
            return await _places.AcquireWithinAsync(client, waitAtMost, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static int Share(int of, double share) => of == 0 ? 0 : Math.Max(1, (int)(of * share));

    private static PartitionedRateLimiter<string> Places(Func<string, string> whose, int places, int waiting) =>
        PartitionedRateLimiter.Create<string, string>(
            client => RateLimitPartition.GetConcurrencyLimiter(whose(client), _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = places, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }),
            StringComparer.Ordinal);

    private sealed class Place(WorkPlaces of, RateLimitLease lease) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref of._taken);
            lease.Dispose();
        }
    }
}
