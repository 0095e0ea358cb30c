using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Training;

/// <summary>How often each level is seen of two records taken by chance.</summary>
internal static class ChancePairs
{
    private const double Half = 0.5;

    /// <param name="records">At least two.</param>
    /// <param name="pairs">How many pairs are drawn.</param>
    /// <param name="seed">The same seed draws the same pairs.</param>
    /// <param name="same">Whether a pair is one person after all, as far as is known: such are left out.</param>
    public static LevelCounts Draw(IReadOnlyList<Comparable> records, int pairs, int seed, Func<Levels, bool> same)
    {
        var counts = new LevelCounts(Half);
        var random = new Random(seed);
        for (var drawn = 0; drawn < pairs; drawn++)
        {
            var (one, other) = (random.Next(records.Count), random.Next(records.Count));
            if (one != other && Levels.Of(records[one], records[other]) is var levels && !same(levels))
                counts.Add(levels, 1);
        }
        return counts;
    }
}
