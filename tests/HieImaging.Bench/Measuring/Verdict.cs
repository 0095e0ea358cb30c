using System.Globalization;

namespace HieImaging.Bench.Measuring;

/// <summary>One figure beside its bar: <c>R1 ratio=0.63 (0.60–0.66, 10 rounds, noisy) bar>=0.60 met</c>.</summary>
/// <param name="Workload">Its name in the list of workloads.</param>
/// <param name="Figure">What was measured, with its unit: <c>ratio</c>, <c>p50_ms</c>, <c>rss_mb</c>.</param>
/// <param name="Bar">Null: nothing to reach, the figure is told for the reader.</param>
public sealed record Verdict(string Workload, string Figure, Spread Spread, Bar? Bar, bool Noisy)
{
    /// <summary>Judged by the median.</summary>
    public bool IsMet => Bar?.IsMetBy(Spread.Median) ?? true;

    public override string ToString()
    {
        var range = Spread.Rounds == 1 ? "once" : $"{Number(Spread.Least)}–{Number(Spread.Greatest)}, {Spread.Rounds} rounds";
        var judged = Bar is null ? "" : $" {Bar} {(IsMet ? "met" : "missed")}";
        return $"{Workload} {Figure}={Number(Spread.Median)} ({range}{(Noisy ? ", noisy" : "")}){judged}";
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
