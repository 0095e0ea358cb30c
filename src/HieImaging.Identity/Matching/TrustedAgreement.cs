namespace HieImaging.Identity.Matching;

/// <summary>
/// The deterministic rule: the same trusted identifier and the same given name, however spelled, with the birth date, with a slip in it and the family name,
/// or with the family name where no birth date is said. Where one side says only a part of the date, the given name may be spelled otherwise (John and Jon,
/// OHIE-CR-06), but not have a slip in it.
/// Family name and birth date are what twins share, so they corroborate nothing without the given name; a family name may differ: people marry.
/// </summary>
internal static class TrustedAgreement
{
    public const string Name = "trusted-identifier";

    private const int LongestShortForm = 5;

    public static bool Links(
        MatchWeights weights, IReadOnlySet<string> trusted, Comparable a, Comparable b, Levels levels, IReadOnlyList<Veto> vetoes)
    {
        if (levels.Identifier != IdentifierComparison.Equal || !IdentifierComparison.Trusted(a.Identifiers, b.Identifiers, trusted))
            return false;
        var variant = levels.Given != Levels.Missing && IsShortForm(a.Given.Words[0], b.Given.Words[0]);
        foreach (var veto in vetoes)
            if (veto.Contradicts && !(variant && veto == Veto.TwoNames))
                return false;
        var given = levels.Names == 1 || variant || levels.Given == NameComparison.Exact
            || levels.Given != Levels.Missing && GivenSlip.Is(weights, a.Given, b.Given, SharedNumber.Trusted);
        return levels.BirthDate switch
        {
            BirthDateComparison.Equal => given,
            // Anna is not Nancy whose number and house she has, where the day is another too
            BirthDateComparison.Slip => given && !variant && (levels.Names == 1 || levels.Family <= NameComparison.Near),
            BirthDateComparison.PartEqual when levels.Family == NameComparison.Exact && a.Given.Spelling == b.Given.Spelling =>
                given && a.Generation == b.Generation,
            Levels.Missing or BirthDateComparison.PartEqual =>
                levels.Given == NameComparison.Exact && levels.Family <= NameComparison.Near && a.Generation == b.Generation,
            _ => false,
        };
    }

    // Liz for Elizabeth; but Maria and Marie, a letter or two apart, may be two sisters, and so may Margaret and Marguerite.
    private static bool IsShortForm(string one, string other) =>
        one != other && Math.Min(one.Length, other.Length) <= LongestShortForm
        && GivenVariants.Are(one, other) && EditDistance.Between(one, other, 2) > 2;
}
