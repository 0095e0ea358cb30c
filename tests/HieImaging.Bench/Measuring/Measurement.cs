namespace HieImaging.Bench.Measuring;

/// <summary>Every sample of every variant, round by round.</summary>
public sealed record Measurement(IReadOnlyDictionary<string, IReadOnlyList<Sample>> Samples)
{
    /// <summary>One variant against another of the same round, over all rounds.</summary>
    /// <param name="figure">Null: how much a second; else a figure of <see cref="Sample.More"/>.</param>
    public Spread Ratio(string variant, string to, string? figure = null) =>
        Spread.Of(Samples[variant].Zip(Samples[to], (one, other) => one[figure] / other[figure]));

    /// <summary>One variant less another of the same round, over all rounds.</summary>
    public Spread Difference(string variant, string less, string figure) =>
        Spread.Of(Samples[variant].Zip(Samples[less], (one, other) => one[figure] - other[figure]));

    /// <summary>One variant by itself, over all rounds.</summary>
    public Spread Of(string variant, string? figure = null) => Spread.Of(Samples[variant].Select(sample => sample[figure]));
}
