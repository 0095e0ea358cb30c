namespace HieImaging.Identity.Matching;

/// <summary>The evidence of a pair as the full decision weighs it: who lives together shares an address and a telephone, so they count once and not
/// much.</summary>
internal static class Guarding
{
    public static double Bits(Guards guards, MatchScore score)
    {
        var (address, phone) = (score.Address, score[MatchField.Phone]);
        // The better of the two: who moves keeps the telephone, who changes the telephone keeps the house.
        var household = score.Levels.Phone == Levels.Missing ? address : score.Levels.SaysAddress ? Math.Max(address, phone) : phone;
        // A number that is one digit off is what twins have (lesson c): it does not speak for one person.
        var near = score.Levels.Identifier is IdentifierComparison.OneEdit or IdentifierComparison.TwoEdits ? Math.Max(0, score[MatchField.Identifier]) : 0;
        return score.Bits - near - address - phone + Math.Clamp(household, -guards.HouseholdLeast, guards.HouseholdMost);
    }

    /// <summary>
    /// Whether a human would want to see the pair whatever its bits: the same name born on the same day, moved or not; half of the name and the same day, for
    /// people marry and move; the same name in one street, or in a house of one number in one town; the same number with anything of the person
    /// beside it.
    /// </summary>
    public static bool IsWorthALook(Levels levels)
    {
        var named = levels.Names == 1 || levels is { Given: <= NameComparison.Similar, Family: <= NameComparison.Near };
        var born = levels.BirthDate is BirthDateComparison.Equal or BirthDateComparison.Slip;
        return named && (born || levels.BirthDate == BirthDateComparison.PartEqual)
            || (levels.Given == NameComparison.Exact || levels.Family == NameComparison.Exact)
                && levels is { BirthDate: BirthDateComparison.Equal, Sex: 0 or Levels.Missing }
                && levels.Identifier is not (IdentifierComparison.Different or IdentifierComparison.TwoEdits)
            || (levels.Names == 1 || levels is { Given: <= NameComparison.Near, Family: <= NameComparison.Near })
                && (levels.Line <= 2 || levels is { City: <= 1, HouseNumber: 0 })
            || levels.Identifier == IdentifierComparison.Equal
                && (born || levels.Given <= NameComparison.Near || levels.Family <= NameComparison.Near || levels.Names == 1);
    }

    /// <summary>The relation that explains the pair best, and the bits for the same person over it.</summary>
    public static (string Relation, double Bits) Nearest(MatchWeights weights, Levels levels)
    {
        var (nearest, least) = ("", double.PositiveInfinity);
        foreach (var relation in weights.Relations)
        {
            var bits = 0.0;
            for (var field = 0; field < Levels.Fields; field++)
                if (relation.Bits[field] is { Length: > 0 } levelBits && levels[(MatchField)field] is var level and not Levels.Missing)
                    bits += levelBits[level];
            if (bits < least)
                (nearest, least) = (relation.Name, bits);
        }
        return (nearest, least);
    }
}
