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

    /// <summary>Whether they carry two numbers of one system that gives a person one: of a trusted system, or of any where no number is equal.</summary>
    public static bool Conflicts(IReadOnlyList<ComparableIdentifier> a, IReadOnlyList<ComparableIdentifier> b, IReadOnlySet<string> trusted)
    {
        var (equal, conflict) = (false, false);
        for (var i = 0; i < a.Count; i++)
        {
            var best = Best(a[i].System, a, b);
            equal |= best == Equal;
            if (best is TwoEdits or Different)
                if (trusted.Contains(a[i].System))
                    return true;
                else
                    conflict = true;
        }
        return conflict && !equal;
    }

    /// <summary>Whether they carry the same number of a trusted system.</summary>
    public static bool Trusted(IReadOnlyList<ComparableIdentifier> a, IReadOnlyList<ComparableIdentifier> b, IReadOnlySet<string> trusted)
    {
        for (var i = 0; i < a.Count; i++)
            if (trusted.Contains(a[i].System) && Best(a[i].System, a, b) == Equal)
                return true;
        return false;
    }

    private static byte Best(string system, IReadOnlyList<ComparableIdentifier> a, IReadOnlyList<ComparableIdentifier> b)
    {
        var best = Levels.Missing;
        for (var i = 0; i < a.Count; i++)
            for (var j = 0; a[i].System == system && j < b.Count; j++)
                if (b[j].System == system && Of(a[i], b[j]) is var level && level < best)
                    best = level;
        return best;
    }

    private static byte Of(ComparableIdentifier a, ComparableIdentifier b) =>
        a.Key == b.Key ? Equal
        : a.Local || b.Local ? Levels.Missing
        : EditDistance.Between(a.Key, b.Key, 2) switch { 1 => OneEdit, 2 => TwoEdits, _ => Different };
}
