namespace HieImaging.Identity.Matching;

/// <summary>What sends a pair to a human whatever its score (the lessons of twins, juniors, newborns and borrowed numbers).</summary>
/// <param name="Contradicts">Whether it speaks against one person, not only for too little evidence.</param>
internal sealed record Veto(string Name, bool Contradicts)
{
    public static IReadOnlyList<Veto> On(MatchWeights weights, IReadOnlySet<string> trusted, Comparable a, Comparable b, Levels levels)
    {
        var vetoes = new List<Veto>();
        void If(bool holds, string name, bool contradicts = true)
        {
            if (holds)
                vetoes.Add(new Veto(name, contradicts));
        }

        var conflict = IdentifierComparison.BySystem(a.Identifiers, b.Identifiers)
            .Any(system => trusted.Contains(system.System) && system.Level > IdentifierComparison.OneEdit);
        var equalIdentifier = levels.Identifier == IdentifierComparison.Equal;
        If(conflict, "conflicting trusted identifier");
        If(levels.Given is NameComparison.Weak or NameComparison.Different, "given names differ");
        If(TwoNames(weights, a, b, levels), "given names are two names");
        If(levels.BirthDate is BirthDateComparison.TwoParts or BirthDateComparison.YearOnly or BirthDateComparison.Different, "birth dates differ");
        If(a.Generation > 0 && b.Generation > 0 && a.Generation != b.Generation, "generations differ");
        If(levels.Sex == 1 && !(equalIdentifier && levels.Given == 0 && levels.Family == 0 && levels.BirthDate == 0), "sex differs");
        If(a.Unnamed || b.Unnamed, "unnamed", contradicts: false);
        If(levels.Given == Levels.Missing && levels.Names != 1, "no given name in common", contradicts: false);
        If(levels.BirthDate is Levels.Missing or BirthDateComparison.PartEqual, "no whole birth date in common", contradicts: false);
        If(!equalIdentifier && !Lives(levels), "name and birth date alone", contradicts: false);
        return vetoes;
    }

    // Tim and Tom, Maria and Mario: near in letters, and both are names.
    private static bool TwoNames(MatchWeights weights, Comparable a, Comparable b, Levels levels) =>
        levels.Given is NameComparison.Near or NameComparison.Similar
        && a.Given.Words[0] != b.Given.Words[0] && a.Given.Words[0].Length > 1 && b.Given.Words[0].Length > 1
        && a.Given.Words.Length == 1 && b.Given.Words.Length == 1
        && !GivenVariants.Are(a.Given.Words[0], b.Given.Words[0])
        && weights.IsGiven(a.Given.Words[0]) && weights.IsGiven(b.Given.Words[0]);

    // Something of the household agrees that a stranger of that name and date would not share: the street, the postal code or the telephone.
    private static bool Lives(Levels levels) =>
        levels.Phone <= 1 || levels.Line <= 2 || levels.PostalCode <= 1;
}
