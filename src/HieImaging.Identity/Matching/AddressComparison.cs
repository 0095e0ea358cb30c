namespace HieImaging.Identity.Matching;

/// <summary>How alike two addresses are, part by part.</summary>
internal static class AddressComparison
{
    private const double Near = 0.8, Similar = 0.6, Weak = 0.4, Contained = 0.8;

    private const int Fewest = 5;

    public static byte Line(ComparableAddress a, ComparableAddress b)
    {
        if (a.Street.Length == 0 || b.Street.Length == 0)
            return Levels.Missing;
        if (a.Street == b.Street)
            return 0;
        var common = LetterPairs.Common(a.Pairs, b.Pairs);
        var level = Level(2.0 * common / (a.Pairs.Length + b.Pairs.Length));
        // A house's name, a place or the unit was left out on one side: what is left is the other's.
        var fewer = Math.Min(a.Pairs.Length, b.Pairs.Length);
        return level > 2 && (fewer >= Fewest && common >= Contained * fewer || Part(a, b)) ? (byte)2 : level;
    }

    public static byte HouseNumber(ComparableAddress a, ComparableAddress b)
    {
        if (a.Numbers.Length == 0 || b.Numbers.Length == 0)
            return Levels.Missing;
        return a.Numbers == b.Numbers ? (byte)0 : EditDistance.One(a.Numbers, b.Numbers) || Begins(a.Numbers, b.Numbers) ? (byte)1 : (byte)2;
    }

    public static byte City(ComparableAddress a, ComparableAddress b)
    {
        if (a.City.Length == 0 || b.City.Length == 0)
            return Levels.Missing;
        return a.City == b.City ? (byte)0 : EditDistance.One(a.City, b.City) ? (byte)1 : Level(LetterPairs.Likeness(a.CityPairs, b.CityPairs));
    }

    public static byte State(ComparableAddress a, ComparableAddress b) =>
        a.State.Length == 0 || b.State.Length == 0 ? Levels.Missing : a.State == b.State ? (byte)0 : (byte)1;

    public static byte PostalCode(ComparableAddress a, ComparableAddress b)
    {
        if (a.PostalCode.Length == 0 || b.PostalCode.Length == 0)
            return Levels.Missing;
        return a.PostalCode == b.PostalCode ? (byte)0 : EditDistance.One(a.PostalCode, b.PostalCode) ? (byte)1 : (byte)2;
    }

    // One part of the line is the other's: the street moved, or the house's name.
    private static bool Part(ComparableAddress a, ComparableAddress b)
    {
        foreach (var one in a.Parts.Length > 0 ? a.Parts : [a.Pairs])
            foreach (var other in b.Parts.Length > 0 ? b.Parts : [b.Pairs])
                if (Math.Min(one.Length, other.Length) >= Fewest && LetterPairs.Likeness(one, other) >= Near)
                    return true;
        return false;
    }

    // 12 and 12 4: the unit was left out on one side.
    private static bool Begins(string a, string b) => a.StartsWith(b + " ", StringComparison.Ordinal) || b.StartsWith(a + " ", StringComparison.Ordinal);

    private static byte Level(double likeness) => likeness switch { >= Near => 1, >= Similar => 2, >= Weak => 3, _ => 4 };
}
