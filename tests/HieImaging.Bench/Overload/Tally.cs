using System.Globalization;
using System.Net;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Overload;

/// <summary>What the callers were told: answered, refused for too much (429, 503), or anything else.</summary>
internal sealed class Tally(TimeSpan time)
{
    private long _other;

    public LatencyHistogram Good { get; } = new();

    public LatencyHistogram Refused { get; } = new();

    public long Other => _other;

    public double GoodPerSecond => Good.Count / time.TotalSeconds;

    public double GoodShare => Good.Count + Refused.Count + Other is > 0 and var all ? (double)Good.Count / all : 0;

    public void Count(HttpStatusCode? status, TimeSpan took)
    {
        if (status is HttpStatusCode.OK or HttpStatusCode.Accepted)
            Good.Record(took);
        else if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            Refused.Record(took);
        else
            Interlocked.Increment(ref _other);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Good.Count} answered (p99 {Good.PercentileMs(0.99):0} ms), {Refused.Count} refused (p99 {Refused.PercentileMs(0.99):0} ms), {Other} otherwise");
}
