namespace HieImaging.Identity.Matching;

/// <summary>What sends a pair to a human whatever its score.</summary>
/// <param name="Contradicts">Whether it speaks against one person, not only for too little evidence.</param>
internal readonly record struct Veto(string Name, bool Contradicts)
{
    public static readonly Veto TwoNames = new("given names are two names", true);

    private static readonly Veto
        Conflict = new("conflicting identifier", true), GivenDiffers = new("given names differ", true),
        Initial = new("given name is an initial", false), NoGiven = new("no given name in common", false), BornDiffers = new("birth dates differ", true),
        BornSlip = new("a slip in the birth date and more", false), NotBorn = new("no whole birth date in common", false),
        FamilyDiffers = new("family names differ", false), Generations = new("generations differ", true), SexDiffers = new("sex differs", true),
        Unnamed = new("unnamed newborn", false), Alone = new("name and birth date alone", false);

    public static IReadOnlyList<Veto> On(MatchWeights weights, IReadOnlySet<string> trusted, Comparable a, Comparable b, Levels levels)
    {
        var vetoes = new List<Veto>(2);
        void If(bool holds, Veto veto)
        {
            if (holds)
                vetoes.Add(veto);
        }

        var same = levels.Identifier == IdentifierComparison.Equal;
        var given = GivenAlike(weights, a, b, levels);
        var (exact, family, lives) = (given is null && levels.Given == NameComparison.Exact, levels.Family <= NameComparison.Near, Lives(levels));
        If(IdentifierComparison.Conflicts(a.Identifiers, b.Identifiers, trusted), Conflict);
        if (given is { } differs)
            vetoes.Add(differs);
        If(a.Generation != b.Generation && a.Generation * b.Generation > 0, Generations);
        If(levels.Sex == 1 && !(same && exact && levels.Family == NameComparison.Exact && levels.BirthDate == BirthDateComparison.Equal), SexDiffers);
        If(levels.Family is NameComparison.Weak or NameComparison.Different && !(exact && levels.BirthDate == BirthDateComparison.Equal && same), FamilyDiffers);
        switch (levels.BirthDate)
        {
            case BirthDateComparison.Equal:
                break;
            case BirthDateComparison.Slip:
                If(!exact || !family, BornSlip);
                break;
            case BirthDateComparison.YearAndOne or BirthDateComparison.YearOnly:
                If(!(same && exact && family), BornDiffers);
                break;
            case Levels.Missing or BirthDateComparison.PartEqual:
                If(!(same && exact && family && lives && a.Generation == b.Generation), NotBorn);
                break;
            default:
                vetoes.Add(BornDiffers);
                break;
        }
        If(a.Unnamed || b.Unnamed, Unnamed);
        If(!same && !lives, Alone);
        return vetoes;
    }

    // Null where the given names are one: equal, exchanged with the family name, or one of them written wrongly.
    private static Veto? GivenAlike(MatchWeights weights, Comparable a, Comparable b, Levels levels)
    {
        if (levels.Names == 1)
            return GivenSlip.Exchanged(weights, a, b) ? null : TwoNames;
        return levels.Given switch
        {
            NameComparison.Exact => null,
            Levels.Missing => NoGiven,
            _ when a.Given.Words[0].Length == 1 || b.Given.Words[0].Length == 1 => a.Given.Words[0][0] == b.Given.Words[0][0] ? Initial : GivenDiffers,
            _ when GivenSlip.Is(weights, a.Given, b.Given) => null,
            NameComparison.Weak or NameComparison.Different => GivenDiffers,
            _ => TwoNames,
        };
    }

    // Something of the household agrees that a stranger of that name and date would not share: the telephone, or the house in its street.
    private static bool Lives(Levels levels) =>
        levels.Phone == 0
        || levels.Line <= 2 && (levels.HouseNumber is 0 or 1 or Levels.Missing || levels is { City: <= 1, PostalCode: <= 1 });
}
