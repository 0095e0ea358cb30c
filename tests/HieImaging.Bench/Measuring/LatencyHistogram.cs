using System.Numerics;

namespace HieImaging.Bench.Measuring;

/// <summary>Latencies in logarithmic buckets, 64 to each doubling: any percentile within 1.6 %, in fixed memory. Safe to record from many threads.</summary>
public sealed class LatencyHistogram
{
    private const int Bits = 6;
    private const int PerDoubling = 1 << Bits;

    private readonly long[] _counts = new long[(64 - Bits) * PerDoubling];
    private long _count;
    private long _max;

    public long Count => Interlocked.Read(ref _count);

    public TimeSpan Max => TimeSpan.FromMicroseconds(Interlocked.Read(ref _max));

    public void Record(TimeSpan latency)
    {
        var microseconds = Math.Max(0, (long)latency.TotalMicroseconds);
        Interlocked.Increment(ref _counts[Bucket(microseconds)]);
        Interlocked.Increment(ref _count);
        for (var max = Interlocked.Read(ref _max);
             microseconds > max && Interlocked.CompareExchange(ref _max, microseconds, max) is var seen && seen != max;)
            max = seen;
    }

    /// <summary>The least latency that this share of all (0 to 1) does not exceed; zero where nothing was recorded.</summary>
    public TimeSpan Percentile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long passed = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
            if ((passed += Interlocked.Read(ref _counts[bucket])) >= wanted)
                return TimeSpan.FromMicroseconds(Math.Min(Greatest(bucket), Interlocked.Read(ref _max)));
        return Max;
    }

    /// <summary>Milliseconds, for a sample's figures.</summary>
    public double PercentileMs(double share) => Percentile(share).TotalMilliseconds;

    // Below 2 × 64 µs a bucket is one microsecond; above, the highest seven bits name it.
    private static int Bucket(long microseconds)
    {
        var shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)microseconds | 1) - Bits);
        return (shift << Bits) + (int)(microseconds >> shift);
    }

    private static long Greatest(int bucket)
    {
        var shift = Math.Max(0, (bucket >> Bits) - 1);
        return ((bucket - ((long)shift << Bits) + 1) << shift) - 1;
    }
}
