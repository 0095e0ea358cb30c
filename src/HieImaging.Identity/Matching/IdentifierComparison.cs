namespace HieImaging.Identity.Matching;

/// <summary>How alike the numbers are that two records carry, system by system: the same number of two systems means nothing.</summary>
internal static class IdentifierComparison
{
    public const byte Equal = 0, OneEdit = 1, TwoEdits = 2, Different = 3;

    public static IReadOnlyList<string> Words { get; } = ["equal", "one edit", "two edits", "different"];

    /// <summary>The best of all systems that both have a number of.</summary>
    public static byte Of(IReadOnlyList<ComparableIdentifier> a, IReadOnlyList<ComparableIdentifier> b)
    {
        var best = Levels.Missing;
        for (var i = 0; i < a.Count; i++)
            for (var j = 0; j < b.Count; j++)
                if (a[i].System == b[j].System && Of(a[i], b[j]) is var level && level < best)
                    best = level;
        return best;
    }

    /// <summary>The best within each system that both have a number of.</summary>
    public static IEnumerable<(string System, byte Level)> BySystem(IReadOnlyList<ComparableIdentifier> a, IReadOnlyList<ComparableIdentifier> b) =>
        from mine in a
        from theirs in b
        where mine.System == theirs.System
        group Of(mine, theirs) by mine.System into levels
        let best = levels.Min()
        where best != Levels.Missing
        select (levels.Key, best);

    private static byte Of(ComparableIdentifier a, ComparableIdentifier b) =>
        a.Key == b.Key ? Equal
        : a.Local || b.Local ? Levels.Missing
        : EditDistance.Between(a.Key, b.Key, 2) switch { 1 => OneEdit, 2 => TwoEdits, _ => Different };
}
