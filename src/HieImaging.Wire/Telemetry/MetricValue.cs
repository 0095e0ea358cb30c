namespace HieImaging.Wire.Telemetry;

/// <summary>A number, or a histogram's buckets.</summary>
internal sealed class MetricValue
{
    /// <summary>Seconds, from a millisecond to a minute: every histogram here measures time or is read by its sum and count.</summary>
    public static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private double _sum;

    public void Add(double value)
    {
        lock (_gate)
            _sum += value;
    }

    public void Set(double value)
    {
        lock (_gate)
            _sum = value;
    }

    public void Observe(double value)
    {
        var bucket = Array.BinarySearch(Bounds, value);
        lock (_gate)
        {
            _buckets[bucket < 0 ? ~bucket : bucket]++;
            _sum += value;
        }
    }

    public (double Sum, long[] Buckets) Read()
    {
        lock (_gate)
            return (_sum, (long[])_buckets.Clone());
    }
}
