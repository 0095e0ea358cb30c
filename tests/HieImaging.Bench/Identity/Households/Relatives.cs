namespace HieImaging.Bench.Identity.Households;

/// <summary>
/// Who lives with a person, or is called the same: deliberately harsh. Each is another person than the base, however alike; numbers are the relative's own, one
/// digit off, the next in sequence, missing, or the base person's. The last not where the name is the same too: of such two nothing is left that a slip in the
/// birth date would not explain (a row of the hard cases, not of the stress).
/// </summary>
internal static class Relatives
{
    public const string Self = "self";

    /// <summary>Every relation, in the order in which a pool goes through them.</summary>
    public static readonly IReadOnlyList<(string Relation, Func<SyntheticWords, Chance, SyntheticWords?> Make)> All =
    [
        ("twin", Twin), ("near-twin", NearTwin), ("junior", Junior), ("birthday-junior", BirthdayJunior), ("spouse", Spouse), ("near-spouse", NearSpouse),
        ("sibling", Sibling), ("near-sibling", NearSibling), ("newborn", Newborn), ("namesake", Namesake), ("near-namesake", NearNamesake), ("neighbour", Neighbour),
    ];

    // Born on one day, at one address; another given name, often alike.
    private static SyntheticWords? Twin(SyntheticWords of, Chance chance)
    {
        var gender = chance.Percent(60) ? of.Gender : Other(of.Gender);
        return of.Given is null ? null : Numbered(of, of with { Given = OtherGiven(of, gender, chance), Gender = gender }, chance);
    }

    // Jan and Jane: the names are one slip apart, or one is the short form of the other.
    private static SyntheticWords? NearTwin(SyntheticWords of, Chance chance) =>
        NearGiven(of.Given, chance) is { } given ? Numbered(of, of with { Given = given }, chance) : null;

    // Father and son, mother and daughter; the suffix is seldom said, the birth date now and then not.
    private static SyntheticWords? Junior(SyntheticWords of, Chance chance) => Chance.Later(of.Born, -365 * chance.Between(17, 45) + chance.Between(-180, 180)) is { } born
        ? Numbered(of, of with { Born = chance.Percent(10) ? null : born, Suffix = chance.Percent(30) ? "Sr" : null }, chance, borrowed: 0)
        : null;

    // Born on one day of the year; 10, 20, 30 years apart one digit differs.
    private static SyntheticWords? BirthdayJunior(SyntheticWords of, Chance chance) => of.Born is { Length: 8 } born && int.TryParse(born[..4], out var year)
        ? Numbered(of, of with { Born = $"{year - chance.One([10, 20, 30, 19, 27]):0000}{born[4..]}", Suffix = chance.Percent(20) ? "II" : null }, chance, borrowed: 0)
        : null;

    private static SyntheticWords? Spouse(SyntheticWords of, Chance chance) =>
        Numbered(of, of with { Given = OtherGiven(of, Other(of.Gender), chance), Gender = Other(of.Gender), Born = Chance.Later(of.Born, chance.Between(-3000, 3000)) }, chance);

    // Daniel and Daniela, and hardly any years between them.
    private static SyntheticWords? NearSpouse(SyntheticWords of, Chance chance) => NearGiven(of.Given, chance) is { } given
        ? Numbered(of, of with { Given = given, Gender = Other(of.Gender), Born = chance.Percent(30) ? of.Born : Chance.Later(of.Born, chance.Between(-400, 400)) }, chance)
        : null;

    private static SyntheticWords? Sibling(SyntheticWords of, Chance chance)
    {
        var gender = chance.Percent(50) ? of.Gender : Other(of.Gender);
        return Numbered(of, of with { Given = OtherGiven(of, gender, chance), Gender = gender, Born = Chance.Later(of.Born, chance.One([-1, 1]) * chance.Between(300, 2500)) }, chance);
    }

    // Named alike, or born on nearly the same day of another year or month; or named after the brother who died.
    private static SyntheticWords? NearSibling(SyntheticWords of, Chance chance)
    {
        var given = chance.Percent(25) ? of.Given : NearGiven(of.Given, chance);
        var born = chance.Percent(50) ? Chance.Later(of.Born, chance.One([365, 730, 1095, 366, 1461])) : Chance.Later(of.Born, chance.Between(280, 1200));
        return given is null || born is null ? null : Numbered(of, of with { Given = given, Born = born }, chance, borrowed: given == of.Given ? 0 : 10);
    }

    // Before it has a name: the mother's house, phone, often her number.
    private static SyntheticWords? Newborn(SyntheticWords of, Chance chance)
    {
        var gender = chance.Percent(50) ? "male" : "female";
        var given = chance.One([null, "baby", "newborn", "infant", gender == "male" ? "baby boy" : "baby girl", "bg", $"baby of {of.Given}", $"{of.Given} baby", "unknown", "baby a", "twin b"]);
        return Numbered(of, of with { Given = given, Gender = of.Gender is null ? null : gender, Born = chance.Day(2023, 2025), Suffix = null }, chance);
    }

    // The same name on the same birth date elsewhere.
    private static SyntheticWords? Namesake(SyntheticWords of, Chance chance) => of.Given is null || of.Family is null || of.Born is null
        ? null
        : OwnPeople.Moved(of, chance) with
        {
            Identifier = chance.Percent(40) ? null : chance.Identifier(), Phone = of.Phone is null || chance.Percent(30) ? null : OwnPeople.NewPhone(chance),
            City = chance.Percent(40) ? of.City : chance.One(Names.Cities), PostalCode = chance.Percent(30) ? of.PostalCode : $"{chance.Between(2000, 6999)}", State = of.State,
            Number = OtherNumber(of.Number, chance),
        };

    private static string OtherNumber(string? number, Chance chance) =>
        chance.Between(1, 400) is var other && number == $"{other}" ? $"{other + 2}" : $"{other}";

    // The same name, a birth date that one slip would explain.
    private static SyntheticWords? NearNamesake(SyntheticWords of, Chance chance) =>
        Namesake(of, chance) is { } namesake ? namesake with { Born = Damage.DayOrMonth(of.Born, chance) } : null;

    // Another family's child in the next house, of the same age: cousins, whose numbers were given out one after the other.
    private static SyntheticWords? Neighbour(SyntheticWords of, Chance chance) => of.Number is null
        ? null
        : Numbered(of, of with { Given = OtherGiven(of, of.Gender, chance), Number = Damage.OtherDigit(of.Number, chance), Born = Chance.Later(of.Born, chance.Between(-40, 40)), Phone = null }, chance);

    private static SyntheticWords Numbered(SyntheticWords of, SyntheticWords relative, Chance chance, int borrowed = 10) => relative with
    {
        Identifier = chance.Percent(borrowed) ? of.Identifier : chance.Between(1, 90) switch
        {
            <= 45 => chance.Identifier(),
            <= 65 => of.Identifier is null ? null : Damage.OtherDigit(of.Identifier, chance),
            <= 75 => int.TryParse(of.Identifier, out var number) ? $"{number + 1}" : null,
            _ => null,
        },
    };

    private static string? Other(string? gender) => gender switch { "male" => "female", "female" => "male", _ => gender };

    private static string OtherGiven(SyntheticWords of, string? gender, Chance chance)
    {
        var names = (gender ?? chance.One(["male", "female"])) == "male" ? Names.Boys : Names.Girls;
        var alike = chance.Percent(25) && of.Given is { Length: > 0 } ? names.Where(name => name[0] == of.Given[0] && name != of.Given).ToList() : [];
        for (var given = alike.Count > 0 ? chance.One(alike) : chance.Frequent(names); ; given = chance.Frequent(names))
            if (given != of.Given)
                return given;
    }

    // The other of a pair of names in use.
    private static string? NearGiven(string? given, Chance chance) =>
        Names.Near.Where(pair => pair.Item1 == given || pair.Item2 == given).Select(pair => pair.Item1 == given ? pair.Item2 : pair.Item1).ToList() is { Count: > 0 } near
            ? chance.One(near)
            : null;
}
