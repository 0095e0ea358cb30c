namespace HieImaging.Bench.Measuring;

/// <summary>What one run of a variant gave; every answer in it has been checked by whoever made it.</summary>
/// <param name="Units">How much was done: requests, rows, megabytes.</param>
/// <param name="Took">From the first to the last.</param>
public sealed record Sample(double Units, TimeSpan Took)
{
    public double PerSecond => Units / Took.TotalSeconds;

    /// <summary>Other figures of the same run by name: <c>cpuMs</c>, <c>p50Ms</c>, <c>buffers</c>.</summary>
    public IReadOnlyDictionary<string, double> More { get; init; } = new Dictionary<string, double>();

    /// <summary><see cref="PerSecond"/> for null, else the figure of <see cref="More"/> with that name.</summary>
    public double this[string? figure] => figure is null ? PerSecond : More[figure];

    /// <summary>The same with one more figure.</summary>
    public Sample With(string figure, double value) => this with { More = new Dictionary<string, double>(More) { [figure] = value } };
}
