namespace HieImaging.Bench.Identity.Households;

/// <summary>Base people and those who live with them or are called as they are.</summary>
internal static class HouseholdPool
{
    /// <summary>Three relatives to ten records of the base; each relation about as often, half of them known twice.</summary>
    public static IReadOnlyList<PoolRecord> Of(IReadOnlyList<PoolRecord> people, Chance chance)
    {
        var pool = people.ToList();
        var person = people.Max(record => record.Person) + 1;
        for (var (made, turn) = (0, 0); made < people.Count * 3 / 10; turn++)
        {
            var (relation, make) = Relatives.All[turn % Relatives.All.Count];
            var of = chance.One(people);
            if (make(of.Words, chance) is not { } words)
                continue;
            pool.Add(new PoolRecord(person, of.Household, relation, 0, words));
            made++;
            if (relation == "newborn" && chance.Percent(70))
                pool.Add(new PoolRecord(person, of.Household, relation, 1, Named(words, chance)));
            else if (chance.Percent(30))
                pool.Add(new PoolRecord(person, of.Household, relation, 1, Damage.Of(words, chance)));
            person++;
            // Twins that have no name yet: a and b.
            if (relation == "newborn" && chance.Percent(15))
                pool.Add(new PoolRecord(person++, of.Household, "newborn-twin", 0, words with { Given = chance.One(["baby b", "baby boy 2", "twin 2", "baby"]), Identifier = chance.Identifier() }));
        }
        return pool;
    }

    // The child has its name, and a number of its own.
    private static SyntheticWords Named(SyntheticWords newborn, Chance chance) => newborn with
    {
        Given = chance.Frequent(newborn.Gender == "male" ? Names.Boys : Names.Girls), Identifier = chance.Percent(60) ? chance.Identifier() : newborn.Identifier,
    };

    /// <summary>What two records are to each other: a relation, <c>unrelated</c>, or null for one person.</summary>
    public static string? Relation(PoolRecord a, PoolRecord b) =>
        a.Person == b.Person ? null
        : a.Household != b.Household ? "unrelated"
        : a.Relation == Relatives.Self ? b.Relation
        : b.Relation == Relatives.Self ? a.Relation
        : "relatives of one";
}
