namespace HieImaging.Identity.Matching;

/// <summary>
/// Whether two given names that are alike are one name, written wrongly once. Twins are called alike: Jan and Jana, Tim and Tom, Ellen and Helen are names, and
/// names differ by their endings. A slip of the keyboard seldom makes a name, but no list has every name, and twins who are called nearly
/// alike have all else in common: so another spelling needs an equal number beside it, and a slip one that is trusted, or that it is of one name and of no
/// other.
/// </summary>
internal static class GivenSlip
{
    private const int MostEdits = 2, LeastForOneName = 5;

    private static readonly string[] Endings =
        ["", "A", "E", "I", "O", "Y", "N", "H", "AH", "IE", "EY", "EE", "IA", "NA", "NE", "NE", "INA", "INE", "ETTE", "ELLE", "US", "O", "EN", "AN", "ON", "IN", "YN"];

    public static bool Is(MatchWeights weights, ComparableName one, ComparableName other, SharedNumber number)
    {
        if (one.Joined == other.Joined)
            return true;
        if (number == SharedNumber.None)
            return false;
        var (a, b) = one.Words.Length == other.Words.Length && one.Words.Length > 1 && one.Words[0] != other.Words[0]
            ? (one.Words[0], other.Words[0])
            : (one.Joined, other.Joined);
        // Jörg, Joerg and Iorg are one name; Evan and Ewan are two.
        if (one.Spelling == other.Spelling && !EndsOtherwise(a, b))
            return a.Length != b.Length || !weights.IsGiven(a) || !weights.IsGiven(b);
        if (number != SharedNumber.Trusted || a.Length < 3 || b.Length < 3 || EndsOtherwise(a, b) || EditDistance.Between(a, b, MostEdits) is var edits && edits > (Math.Min(a.Length, b.Length) > 3 ? MostEdits : 1))
            return false;
        return (weights.IsGiven(a), weights.IsGiven(b)) switch
        {
            (true, false) => IsSlipOf(b, a),
            (false, true) => IsSlipOf(a, b),
            (false, false) => edits == 1 && a[0] == b[0],
            _ => false,
        };

        // What is as near to another name may be a slip of that.
        bool IsSlipOf(string unknown, string name) => !weights.IsNearToAnother(unknown, name, edits);
    }

    /// <summary>
    /// Whether one of the two is a name and the other nobody's, one slip inside a word away from it and from no other name that is known: Kathryn and
    /// Kathrtn, but not Jayden and Kayden, who rhyme, nor Ridley and Riley, who are two.
    /// </summary>
    public static bool IsOfOneName(MatchWeights weights, ComparableName one, ComparableName other)
    {
        var (a, b) = (one.Joined, other.Joined);
        if (Math.Min(a.Length, b.Length) < LeastForOneName || a[0] != b[0] || weights.IsGiven(a) == weights.IsGiven(b) || EndsOtherwise(a, b))
            return false;
        var (name, unknown) = weights.IsGiven(a) ? (a, b) : (b, a);
        return EditDistance.One(name, unknown) && !weights.IsFamily(unknown) && !weights.IsNearToAny(unknown, name, 1);
    }

    /// <summary>Of names that stand in each other's place: both are equal, or the one that is known for a given name is, and the other nearly.</summary>
    public static bool Exchanged(MatchWeights weights, Comparable a, Comparable b, SharedNumber number)
    {
        if (a.Given.IsMissing || b.Given.IsMissing)
            return true;                                                   // every word of the one is the other's
        var (first, second) = (a.Given.Joined == b.Family.Joined, a.Family.Joined == b.Given.Joined);
        return first && second || first && NotTwo(a.Family, b.Given) || second && NotTwo(a.Given, b.Family);

        bool NotTwo(ComparableName x, ComparableName y) => !weights.IsGiven(x.Joined) && !weights.IsGiven(y.Joined) || Is(weights, x, y, number);
    }

    // Brian and Briana, Emily and Emilie, Ann and Anna: what follows the common beginning is an ending of names on both sides.
    private static bool EndsOtherwise(string a, string b)
    {
        var common = a.AsSpan().CommonPrefixLength(b);
        return Array.IndexOf(Endings, a[common..]) >= 0 && Array.IndexOf(Endings, b[common..]) >= 0;
    }
}

/// <summary>What number two records share: none, one of any system, one of a trusted system.</summary>
internal enum SharedNumber
{
    None,
    Any,
    Trusted,
}
