namespace HieImaging.Bench.Measuring;

/// <summary>What several rounds gave: the middle one, with the least and the greatest.</summary>
public sealed record Spread(double Median, double Least, double Greatest, int Rounds)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0 || sorted.Any(value => !double.IsFinite(value)))
            throw new ArgumentException("No rounds, or a figure that is no number.", nameof(values));
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>One value that was measured once.</summary>
    public static Spread Once(double value) => Of([value]);
}
