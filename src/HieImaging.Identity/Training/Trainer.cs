using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Training;

/// <summary>New weights from records, without being told who is who: chance pairs give what strangers have in common, expectation maximisation over several
/// passes what one person's records have. Relations and guards stay the model's.</summary>
internal static class Trainer
{
    private const int ChancePairsDrawn = 1_000_000, FewestSeen = 200;
    private const double Least = 1e-6;

    /// <param name="populations">Each a set of records among which pairs are sought.</param>
    /// <param name="before">The model to begin with; what the records do not tell stays as it says.</param>
    /// <param name="seed">Of the pairs by chance.</param>
    public static MatchWeightsFile Train(IReadOnlyList<IReadOnlyList<Comparable>> populations, MatchWeightsFile before, int seed)
    {
        var (chance, same) = Learn(populations, before, seed, _ => _ => false);
        var (known, unknown) = (Told(same, before.Same), Told(chance, before.Unrelated));
        // Among few records a chance pair is often one person: with what was learned such are told and left out.
        (chance, same) = Learn(populations, before, seed, records => levels => Bits(levels, known, unknown) > Math.Log2(records));
        var frequencies = before.Frequencies;
        foreach (var records in populations)
            frequencies = NameCounts.Of(records, frequencies);
        return before with
        {
            Same = Told(same, before.Same),
            Unrelated = Told(chance, before.Unrelated),
            Frequencies = frequencies,
        };
    }

    private static (LevelCounts Chance, LevelCounts Same) Learn(
        IReadOnlyList<IReadOnlyList<Comparable>> populations, MatchWeightsFile before, int seed, Func<int, Func<Levels, bool>> isSame)
    {
        var (chance, same) = (new LevelCounts(0.5), new LevelCounts(0.5));
        foreach (var records in populations.Where(records => records.Count > 1))
        {
            var drawn = ChancePairs.Draw(records, ChancePairsDrawn, seed, isSame(records.Count));
            chance.Add(drawn, _ => true);
            foreach (var pass in TrainingPass.All)
            {
                var pairs = pass.Pairs(records);
                if (pairs.Count < FewestSeen)
                    continue;
                var learned = ExpectationMaximisation.Run(
                    pairs, field => drawn.Seen(field) >= FewestSeen ? drawn.Shares(field) : before.Unrelated[field], field => before.Same[field], pass.FoundBy);
                same.Add(learned, field => !pass.FoundBy.Contains(field));
            }
        }
        return (chance, same);
    }

    private static double Bits(Levels levels, Dictionary<MatchField, IReadOnlyList<double>> same, Dictionary<MatchField, IReadOnlyList<double>> chance) =>
        same.Keys.Where(field => levels[field] != Levels.Missing).Sum(field => Math.Log2(same[field][levels[field]] / chance[field][levels[field]]));

    private static Dictionary<MatchField, IReadOnlyList<double>> Told(
        LevelCounts counts, IReadOnlyDictionary<MatchField, IReadOnlyList<double>> before) =>
        Enum.GetValues<MatchField>().ToDictionary(field => field, field => counts.Seen(field) < FewestSeen
            ? before[field]
            : [.. counts.Shares(field).Select(share => Math.Clamp(Math.Round(share, 7), Least, 1 - Least))]);
}
