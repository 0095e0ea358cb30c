using System.Globalization;

namespace HieImaging.Bench.Identity;

/// <summary>What the answers to a file's pairs are worth.</summary>
/// <param name="Pairs">Pairs of records that are one person, found or not.</param>
/// <param name="Cut">The score's cut in bits: log2 of (N - 1) / 2 for N records, without a look at the truth.</param>
/// <param name="P">Share of the pairs above the cut that are true; 1 where none is above it.</param>
/// <param name="R">Share of the true pairs that are above the cut.</param>
/// <param name="ZeroFalseRecall">Share of the true pairs that score above every false one.</param>
/// <param name="Auto">Share of the true pairs that the full decision links.</param>
/// <param name="Review">Share of the true pairs that the full decision gives to a person.</param>
/// <param name="FalseLinks">False pairs that the full decision links; records that say the same in every field are not counted.</param>
internal sealed record PairFigures(int Pairs, double Cut, double P, double R, double ZeroFalseRecall, double Auto, double Review, int FalseLinks)
{
    public double F1 => P + R == 0 ? 0 : 2 * P * R / (P + R);

    /// <summary>The best F1 that any cut would give: to be seen beside, never to be reached for.</summary>
    public double BestF1 { get; private init; }

    /// <summary>Pairs that were linked falsely, but say the same in every field.</summary>
    public int Indistinguishable { get; private init; }

    /// <summary>N records make N (N - 1) / 2 pairs; with as many true ones as there are records, a pair at so many bits is as likely true as false.</summary>
    public static double CutOf(int records) => Math.Log2(Math.Max(1, (records - 1) / 2.0));

    /// <param name="asked">The candidates.</param>
    /// <param name="truePairs">How many true pairs there are, candidates or not.</param>
    /// <param name="records">How many records.</param>
    public static PairFigures Of(IReadOnlyList<JudgedPair> asked, int truePairs, int records)
    {
        var cut = CutOf(records);
        var above = asked.Where(pair => pair.Score > cut).ToList();
        var right = above.Count(pair => pair.IsTrue);
        var highestFalse = asked.Where(pair => !pair.IsTrue && !pair.IsSame).Select(pair => pair.Score).DefaultIfEmpty(double.NegativeInfinity).Max();
        var falseLinks = asked.Where(pair => !pair.IsTrue && pair.Answer == Answer.Link).ToList();
        return new PairFigures(truePairs, cut, above.Count == 0 ? 1 : (double)right / above.Count, Share(right),
            Share(asked.Count(pair => pair.IsTrue && pair.Score > highestFalse)),
            Share(asked.Count(pair => pair.IsTrue && pair.Answer == Answer.Link)), Share(asked.Count(pair => pair.IsTrue && pair.Answer == Answer.Review)),
            falseLinks.Count(pair => !pair.IsSame))
        {
            BestF1 = Best(asked, truePairs),
            Indistinguishable = falseLinks.Count(pair => pair.IsSame),
        };

        double Share(int count) => truePairs == 0 ? 1 : (double)count / truePairs;
    }

    /// <summary>The last line of the command.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"pairs={Pairs} P={P:0.00000} R={R:0.00000} F1={F1:0.00000} zeroFalseRecall={ZeroFalseRecall:0.00000} auto={Auto:0.0000} review={Review:0.0000} falseLinks={FalseLinks}");

    private static double Best(IReadOnlyList<JudgedPair> asked, int truePairs)
    {
        var (best, right, taken) = (0.0, 0, 0);
        foreach (var score in asked.GroupBy(pair => pair.Score).OrderByDescending(group => group.Key))
        {
            right += score.Count(pair => pair.IsTrue);
            taken += score.Count();
            best = Math.Max(best, 2.0 * right / (taken + truePairs));
        }
        return best;
    }
}
