namespace HieImaging.Identity.Matching;

/// <summary>
/// The deterministic rule: the same trusted identifier, two of family name, given name and birth date agreeing, and neither given name nor birth date
/// differing (a parent's number on the child, twins). A family name may differ: people marry.
/// </summary>
internal static class TrustedAgreement
{
    public const string Name = "trusted-identifier";

    public static bool Links(MatchWeights weights, IReadOnlySet<string> trusted, Comparable a, Comparable b, Levels levels)
    {
        if (levels.Identifier != IdentifierComparison.Equal
            || !IdentifierComparison.BySystem(a.Identifiers, b.Identifiers).Any(
                system => system.Level == IdentifierComparison.Equal && trusted.Contains(system.System)))
            return false;
        if (levels.Names == 1)
            return levels.BirthDate == BirthDateComparison.Equal;
        var (family, given, born) = (Alike(levels.Family), Alike(levels.Given), Born(levels.BirthDate));
        return given != false && born != false && Count(family) + Count(given) + Count(born) >= 2;
    }

    private static bool? Alike(byte level) => level == Levels.Missing ? null : level <= NameComparison.Near;

    private static bool? Born(byte level) => level switch
    {
        Levels.Missing or BirthDateComparison.PartEqual => null,
        BirthDateComparison.Equal => true,
        _ => false,
    };

    private static int Count(bool? agrees) => agrees == true ? 1 : 0;
}
