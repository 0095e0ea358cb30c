using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Training;

/// <summary>
/// How often each level is seen of two records of one person, found without being told which pairs are: believe in a share of matches, weigh each pair by
/// that belief, count again, until nothing moves (Fellegi and Sunter 1969; Winkler 2000).
/// </summary>
internal static class ExpectationMaximisation
{
    private const int Rounds = 60;
    private const double Half = 0.5, Still = 1e-5;

    /// <param name="pairs">Levels of the pairs of a pass.</param>
    /// <param name="chance">Levels of pairs by chance; they stay as they are.</param>
    /// <param name="start">Where to begin: a model's shares for the same person.</param>
    /// <param name="foundBy">Fields that the pass equalled: they say nothing here.</param>
    public static LevelCounts Run(
        IReadOnlyList<Levels> pairs, Func<MatchField, IReadOnlyList<double>> chance, Func<MatchField, IReadOnlyList<double>> start, IReadOnlyList<MatchField> foundBy)
    {
        var kinds = pairs.CountBy(pair => pair).ToList();
        var asked = Enum.GetValues<MatchField>().Except(foundBy).ToList();
        var (share, same) = (0.3, new LevelCounts(Half));
        Func<MatchField, IReadOnlyList<double>> now = start;
        for (var round = 0; round < Rounds; round++)
        {
            same = new LevelCounts(Half);
            var matches = 0.0;
            foreach (var (levels, count) in kinds)
            {
                var odds = share / (1 - share);
                foreach (var field in asked)
                    if (levels[field] is var level and not Levels.Missing)
                        odds *= now(field)[level] / chance(field)[level];
                var belief = double.IsPositiveInfinity(odds) ? 1 : odds / (1 + odds);
                same.Add(levels, belief * count);
                matches += belief * count;
            }
            var shares = Enum.GetValues<MatchField>().ToDictionary(field => field, same.Shares);
            now = field => shares[field];
            var next = Math.Clamp(matches / Math.Max(1, pairs.Count), 1e-6, 1 - 1e-6);
            if (Math.Abs(next - share) < Still)
                return same;
            share = next;
        }
        return same;
    }
}
