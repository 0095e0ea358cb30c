using System.Diagnostics;

namespace HieImaging.Bench.Identity;

/// <summary>How long one pair takes, on one thread.</summary>
internal static class PairTime
{
    /// <returns>Microseconds for a score, and for a full decision.</returns>
    public static (double Score, double Decision) Of(IReadOnlyList<SaidRecord> records, CandidatePairs candidates, Judgement judgement)
    {
        var pairs = candidates.Pairs.Take(20_000).Select(pair => (A: records[pair.Low].Comparable, B: records[pair.High].Comparable)).ToList();
        return (Time(pair => judgement.Score(pair.A, pair.B)), Time(pair => judgement.Decide(pair.A, pair.B).Bits));

        double Time(Func<(HieImaging.Identity.Matching.Comparable A, HieImaging.Identity.Matching.Comparable B), double> judge)
        {
            var sum = pairs.Sum(judge);                              // once, so that it is compiled
            var watch = Stopwatch.GetTimestamp();
            sum += pairs.Sum(judge);
            GC.KeepAlive(sum);
            return pairs.Count == 0 ? 0 : Stopwatch.GetElapsedTime(watch).TotalMicroseconds / pairs.Count;
        }
    }
}
