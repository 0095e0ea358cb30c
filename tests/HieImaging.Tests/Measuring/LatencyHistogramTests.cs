using HieImaging.Bench.Measuring;
using Xunit;

namespace HieImaging.Tests.Measuring;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(4_711)]
    [InlineData(3_600_000_000)]
    public void A_latency_is_kept_within_two_per_cent(long microseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMicroseconds(microseconds));
        histogram.Record(TimeSpan.FromHours(2));
        var median = histogram.Percentile(0.5).TotalMicroseconds;
        Assert.InRange(median, microseconds, microseconds * 1.02);
    }

    [Fact]
    public void Percentiles_are_those_of_the_sorted_list()
    {
        var random = new Random(4);
        var latencies = Enumerable.Range(0, 10_000).Select(_ => TimeSpan.FromMicroseconds(Math.Exp(random.NextDouble() * 15))).Order().ToArray();
        var histogram = new LatencyHistogram();
        Parallel.ForEach(latencies, histogram.Record);

        Assert.Equal(10_000, histogram.Count);
        foreach (var share in new[] { 0.01, 0.5, 0.9, 0.99, 0.999 })
        {
            var exact = latencies[(int)Math.Ceiling(share * latencies.Length) - 1].TotalMicroseconds;
            Assert.InRange(histogram.Percentile(share).TotalMicroseconds, Math.Floor(exact), (exact * 1.02) + 1);
        }
        Assert.Equal(Math.Floor(latencies[^1].TotalMicroseconds), histogram.Max.TotalMicroseconds);
    }

    [Fact]
    public void No_percentile_is_above_the_greatest()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMicroseconds(1_000_001));
        Assert.Equal(histogram.Max, histogram.Percentile(0.99));
    }
}
