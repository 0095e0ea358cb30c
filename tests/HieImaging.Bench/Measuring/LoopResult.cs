namespace HieImaging.Bench.Measuring;

/// <summary>What a driver saw.</summary>
/// <param name="Latency">Of the answers that were right.</param>
/// <param name="Failed">How many threw.</param>
/// <param name="FirstFailure">The first of them.</param>
public sealed record LoopResult(LatencyHistogram Latency, TimeSpan Took, long Failed, Exception? FirstFailure)
{
    /// <summary>As a sample; its figures are <c>p50Ms</c>, <c>p99Ms</c> and <c>maxMs</c>.</summary>
    /// <exception cref="InvalidOperationException">One failed: a fast error is no result.</exception>
    public Sample ToSample() => Failed > 0
        ? throw new InvalidOperationException($"{Failed} of {Failed + Latency.Count} failed, the first: {FirstFailure!.Message}", FirstFailure)
        : new Sample(Latency.Count, Took)
        {
            More = new Dictionary<string, double>
            {
                ["p50Ms"] = Latency.PercentileMs(0.5), ["p99Ms"] = Latency.PercentileMs(0.99), ["maxMs"] = Latency.Max.TotalMilliseconds,
            },
        };
}
