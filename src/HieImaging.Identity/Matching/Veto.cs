namespace HieImaging.Identity.Matching;

/// <summary>What sends a pair to a human whatever its score.</summary>
/// <param name="Contradicts">Whether it speaks against one person, not only for too little evidence.</param>
internal readonly record struct Veto(string Name, bool Contradicts)
{
    private const int MostAgainst = 1;

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
        var number = !same ? SharedNumber.None : IdentifierComparison.Trusted(a.Identifiers, b.Identifiers, trusted) ? SharedNumber.Trusted : SharedNumber.Any;
        var given = GivenAlike(weights, a, b, levels, number);
        var (alike, exact) = (given is null, given is null && levels.Given == NameComparison.Exact);
        var (family, lives) = (levels.Family <= NameComparison.Near || levels.Names == 1, Lives(levels));
        If(IdentifierComparison.Conflicts(a.Identifiers, b.Identifiers, trusted), Conflict);
        if (given is { } differs)
            vetoes.Add(differs);
        If(a.Generation != b.Generation && a.Generation * b.Generation > 0, Generations);
        If(levels.Sex == 1 && !(same && exact && levels.Family == NameComparison.Exact && levels.BirthDate == BirthDateComparison.Equal), SexDiffers);
        // Who marries keeps a number that is trusted, however the given name is spelled; any other may be the household's, of whom nobody else has both
        // that given name and that birth date.
        var married = (number == SharedNumber.Trusted && alike || number == SharedNumber.Any && exact) && lives && levels.BirthDate == BirthDateComparison.Equal;
        // No number speaks against it: one name in one house is one patient, though a digit of the day is another. A brother may be called after one who
        // died, but is not born within nine months of him.
        var one = exact && family && levels.Identifier == Levels.Missing;
        If(levels.Family is NameComparison.Weak or NameComparison.Different && !married, FamilyDiffers);
        switch (levels.BirthDate)
        {
            case BirthDateComparison.Equal:
                break;
            case BirthDateComparison.Slip:
                If(!(same && alike && family
                    || one && lives && levels.Family == NameComparison.Exact && a.BirthDate.IsTooNearForASibling(b.BirthDate)), BornSlip);
                break;
            case Levels.Missing or BirthDateComparison.PartEqual:
                If(!(same && alike && family && levels.Names != 1 && lives && a.Generation == b.Generation), NotBorn);
                break;
            default:
                vetoes.Add(BornDiffers);
                break;
        }
        If(a.Unnamed || b.Unnamed, Unnamed);
        If(!same && !lives && !(one && levels.BirthDate == BirthDateComparison.Equal && LivesNearly(levels)), Alone);
        return vetoes;
    }

    /// <summary>Neither name is alike, nor the birth date, nor the number: they live in one house and have nothing else in common. Who says nothing but that
    /// of himself may be anybody.</summary>
    public static bool HouseAlone(Levels levels) =>
        levels is { Given: NameComparison.Different, Family: NameComparison.Different, BirthDate: > BirthDateComparison.PartEqual and not Levels.Missing }
        && levels.Identifier != IdentifierComparison.Equal
        && levels is not { Identifier: Levels.Missing, Sex: Levels.Missing, Phone: Levels.Missing };

    // Null where the given names are one: equal, exchanged with the family name, or one of them written wrongly.
    private static Veto? GivenAlike(MatchWeights weights, Comparable a, Comparable b, Levels levels, SharedNumber number)
    {
        if (levels.Names == 1)
            return GivenSlip.Exchanged(weights, a, b, number) ? null : TwoNames;
        return levels.Given switch
        {
            NameComparison.Exact => a.Given.Joined == b.Given.Joined || IsSaidInPart(weights, a, b, levels.Identifier) ? null : TwoNames,
            Levels.Missing => NoGiven,
            _ when a.Given.Words[0].Length == 1 || b.Given.Words[0].Length == 1 => a.Given.Words[0][0] == b.Given.Words[0][0] ? Initial : GivenDiffers,
            _ when GivenSlip.Is(weights, a.Given, b.Given, number) => null,
            // with all else in common, and no number that twins would have, or the same
            NameComparison.Near or NameComparison.Similar when levels is
                { Family: <= NameComparison.Near, BirthDate: BirthDateComparison.Equal, Identifier: IdentifierComparison.Equal or Levels.Missing }
                && GivenSlip.IsOfOneName(weights, a.Given, b.Given) => null,
            NameComparison.Weak or NameComparison.Different => GivenDiffers,
            _ => TwoNames,
        };
    }

    // Equal but for a second name that one side leaves out. Twins John and John Paul have numbers that follow each other; and John-Paul, with a hyphen,
    // is a name of which John is not a part, unless their number is one.
    private static bool IsSaidInPart(MatchWeights weights, Comparable a, Comparable b, byte identifier) =>
        !(weights.IsGiven(a.Given.Joined) && weights.IsGiven(b.Given.Joined))
        && identifier is not (IdentifierComparison.OneEdit or IdentifierComparison.TwoEdits)
        && (identifier == IdentifierComparison.Equal || a.CompoundGiven == b.CompoundGiven || Math.Min(a.Given.Words.Length, b.Given.Words.Length) > 1);

    // Something of the household agrees that a stranger of that name and date would not share: the telephone, or the house in its street; and not more
    // speaks against one house than who writes it twice would get wrong: 226 Randwick Close and 206 Randwick Circuit are two, and so are 40 and 41
    // Macquoid Road.
    private static bool Lives(Levels levels) =>
        levels.Phone == 0
        || Against(levels) <= MostAgainst
            && levels.HouseNumber is (0 or Levels.Missing)
            && (levels.Line <= 2 || levels is { City: <= 1, PostalCode: <= 1, HouseNumber: 0, Line: not 4 });

    private static int Against(Levels levels) =>
        Differs(levels.Line, 1) + Differs(levels.City, 2) + Differs(levels.PostalCode, 2) + Differs(levels.Phone, 2);

    // Enough for one name and one birth date, of whom there is hardly a second one in the town: of street, house, town, code and telephone at most one
    // is another, the street is no other one and the house's number at most miswritten.
    private static bool LivesNearly(Levels levels) =>
        Differs(levels.Line, 2) + Differs(levels.HouseNumber, 1) + Differs(levels.City, 2) + Differs(levels.PostalCode, 2) + Differs(levels.Phone, 2) <= MostAgainst
        && levels is { Line: <= 3, HouseNumber: <= 1 or Levels.Missing } && Said(levels.HouseNumber) + Said(levels.City) + Said(levels.PostalCode) >= 2;

    private static int Differs(byte level, byte least) => level != Levels.Missing && level >= least ? 1 : 0;

    private static int Said(byte level) => level == Levels.Missing ? 0 : 1;
}
