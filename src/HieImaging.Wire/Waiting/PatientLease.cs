using System.Threading.RateLimiting;

namespace HieImaging.Wire.Waiting;

/// <summary>A turn that is waited for, but not for ever.</summary>
public static class PatientLease
{
    /// <returns>Null where none came free in time.</returns>
    public static async ValueTask<RateLimitLease?> AcquireWithinAsync(
        this PartitionedRateLimiter<string> limiter, string key, TimeSpan within, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(within);
        try
        {
            var lease = await limiter.AcquireAsync(key, 1, patience.Token);
            if (lease.IsAcquired)
                return lease;
            lease.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
