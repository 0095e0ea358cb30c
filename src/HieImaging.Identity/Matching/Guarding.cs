namespace HieImaging.Identity.Matching;

/// <summary>The evidence of a pair as the full decision weighs it: who lives together shares an address and a telephone, so they count once and not
/// much.</summary>
internal static class Guarding
{
    private static readonly MatchField[] Household =
        [MatchField.Line, MatchField.HouseNumber, MatchField.City, MatchField.State, MatchField.PostalCode, MatchField.Phone];

    public static double Bits(Guards guards, MatchScore score)
    {
        var household = Household.Sum(field => score[field]);
        // A number that is one digit off is what twins have (lesson c): it does not speak for one person.
        var near = score.Levels.Identifier is IdentifierComparison.OneEdit or IdentifierComparison.TwoEdits ? Math.Max(0, score[MatchField.Identifier]) : 0;
        return score.Bits - near - household + Math.Clamp(household, -guards.HouseholdLeast, guards.HouseholdMost);
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
