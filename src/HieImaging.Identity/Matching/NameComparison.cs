namespace HieImaging.Identity.Matching;

/// <summary>How alike two names are.</summary>
internal static class NameComparison
{
    public const byte Exact = 0, Near = 1, Similar = 2, Weak = 3, Different = 4;

    public static IReadOnlyList<string> Words { get; } = ["equal", "near", "similar", "weak", "different"];

    public static byte Given(ComparableName a, ComparableName b)
    {
        if (Silent(a, b))
            return Levels.Missing;
        if (a.Joined == b.Joined)
            return Exact;
        var first = Word(a.Words[0], b.Words[0], given: true);
        if (a.Words.Length == 1 && b.Words.Length == 1)
            return Math.Min(first, Spelled(a, b));
        // Mary Ann and Mary; Anna Maria and Maria Anna; Mary Ann and Maryann. A second name of one side only says nothing.
        if (first <= Near)
            return MiddleContradicts(a, b) ? Similar : first;
        if (Spelled(a, b) is var whole and <= Near)
            return whole;
        return a.Words.Length > 1 && Array.IndexOf(a.Words, b.Words[0]) > 0 || b.Words.Length > 1 && Array.IndexOf(b.Words, a.Words[0]) > 0
            ? Near
            : first;
    }

    public static byte Family(Comparable a, Comparable b)
    {
        var best = Surname(a.Family, b.Family);
        foreach (var other in a.OtherFamilies)
            best = Better(best, Surname(other, b.Family));
        foreach (var other in b.OtherFamilies)
        {
            best = Better(best, Surname(a.Family, other));
            foreach (var mine in a.OtherFamilies)
                best = Better(best, Surname(mine, other));
        }
        return best;
    }

    /// <summary>Whether given and family name stand in each other's place: both must cross-match, for a twin matches one (lesson a).</summary>
    public static bool Exchanged(Comparable a, Comparable b, byte given, byte family)
    {
        if (given <= Similar && given != Levels.Missing || family <= Similar && family != Levels.Missing)
            return false;
        if (a.Given.IsMissing || b.Given.IsMissing || a.Family.IsMissing || b.Family.IsMissing)
            return WholeName(a, b);
        return Surname(a.Given, b.Family) <= Near && Surname(a.Family, b.Given) <= Near
            && a.Given.Joined != a.Family.Joined;
    }

    // One side wrote the whole name into one field: its words are the other's, in whatever order.
    private static bool WholeName(Comparable a, Comparable b)
    {
        var (one, other) = (a.Given.Words.Concat(a.Family.Words), b.Given.Words.Concat(b.Family.Words));
        return (a.Given.IsMissing != b.Given.IsMissing || a.Family.IsMissing != b.Family.IsMissing)
            && one.Count() is >= 2 and var count && count == other.Count()
            && one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal));
    }

    private static byte Surname(ComparableName a, ComparableName b)
    {
        if (Silent(a, b))
            return Levels.Missing;
        if (a.Joined == b.Joined)
            return Exact;
        var level = Spelled(a, b);
        if (level <= Near || a.Words.Length == 1 && b.Words.Length == 1)
            return level;
        // Garcia Lopez and Garcia; Meyer-Schmidt and Schmidt Meyer; van den Berg and Berg.
        return Shared(a.Words, b.Words) ? Near : level;
    }

    // A word of three letters or more in common, not a particle.
    private static bool Shared(string[] a, string[] b)
    {
        foreach (var word in a)
            if (word.Length > 2 && word is not ("VAN" or "VON" or "DER" or "DEN" or "DEL" or "DOS" or "DAS" or "BIN" or "IBN" or "SAN" or "MAC")
                && Array.IndexOf(b, word) >= 0)
                return true;
        return false;
    }

    private static bool Silent(ComparableName a, ComparableName b) => a.IsMissing || b.IsMissing || a.Roman != b.Roman;

    private static byte Spelled(ComparableName a, ComparableName b) =>
        a.Spelling == b.Spelling || EditDistance.One(a.Spelling, b.Spelling) && a.Spelling.Length + b.Spelling.Length > 6
            ? Near
            : Word(a.Joined, b.Joined, given: false);

    private static byte Word(string a, string b, bool given)
    {
        if (a == b)
            return Exact;
        if (given && (a.Length == 1 || b.Length == 1))
            return a[0] == b[0] ? Similar : Different;
        if (given && GivenVariants.Are(a, b))
            return Near;
        if (EditDistance.One(a, b))
            return a.Length + b.Length > 5 ? Near : Similar;
        return JaroWinkler.Of(a, b) switch { >= 0.92 => Near, >= 0.84 => Similar, >= 0.7 => Weak, _ => Different };
    }

    // Second names that are both said and not the same, nor one the other's initial.
    private static bool MiddleContradicts(ComparableName a, ComparableName b) =>
        a.Words.Length > 1 && b.Words.Length > 1 && Word(a.Words[1], b.Words[1], given: true) > Similar
        && Array.IndexOf(a.Words, b.Words[1]) < 0 && Array.IndexOf(b.Words, a.Words[1]) < 0;

    private static byte Better(byte a, byte b) => a == Levels.Missing ? b : b == Levels.Missing ? a : Math.Min(a, b);
}
