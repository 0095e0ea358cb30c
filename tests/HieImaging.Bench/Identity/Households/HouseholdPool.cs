using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity.Households;

/// <summary>Base people and those who live with them or are called as they are.</summary>
internal static class HouseholdPool
{
    // Parents hand on their names, and strangers have them by chance; nobody gives two children one.
    private static readonly HashSet<string> MayShareName = ["junior", "birthday-junior", "near-sibling", "newborn", "namesake", "near-namesake"];

    /// <summary>Three relatives to ten records of the base, each relation about as often, a third of them known twice.</summary>
    public static IReadOnlyList<PoolRecord> Of(IReadOnlyList<PoolRecord> people, Chance chance)
    {
        var pool = people.ToList();
        var taken = people.Select(record => (record.Household, record.Words.Given)).ToHashSet();
        var born = people.Select(record => (record.Household, record.Words.Given, record.Words.Born)).ToHashSet();
        var selves = people.Select(record => (record.Household, Both(record.Words), record.Words.Born)).ToHashSet();
        var numbers = people.Select(record => (record.Household, record.Words.Identifier ?? "")).ToHashSet();
        var borrowed = new HashSet<int>();
        var person = people.Max(record => record.Person) + 1;
        for (var (made, turn) = (0, 0); made < people.Count * 3 / 10 && turn < 20 * people.Count; turn++)
        {
            var (relation, make) = Relatives.All[turn % Relatives.All.Count];
            // Who is found to have such a relative: not everybody's name has another near it.
            var (of, words) = Enumerable.Range(0, 200).Select(_ => chance.One(people)).Select(one => (one, make(one.Words, chance))).FirstOrDefault(one => one.Item2 is not null);
            if (words is null || IsSelf(of, relation, words) || !taken.Add((of.Household, words.Given)) && !(MayShareName.Contains(relation) && (relation == "newborn" || words.Given == of.Words.Given))
                || !born.Add((of.Household, MayShareName.Contains(relation) ? "" : words.Given, words.Born)) && relation != "namesake"
                || relation.EndsWith("junior", StringComparison.Ordinal) && !born.Add((of.Household, "junior", null))
                || relation.StartsWith("near-", StringComparison.Ordinal) && words.Given == of.Words.Given && !born.Add((of.Household, relation, null)))
                continue;
            if (words.Identifier is { } number && !numbers.Add((of.Household, number))
                && !(number == of.Words.Identifier && !AreOneName(words.Given, of.Words.Given) && borrowed.Add(of.Household)))
                words = words with { Identifier = chance.Identifier() };                     // a number is on two people at most, one of them the base person
            made++;
            pool.Add(new PoolRecord(person, of.Household, relation, 0, words));
            if (relation == "newborn" && chance.Percent(70))
            {
                if (Named(words, chance) is var named && taken.Add((of.Household, named.Given)))
                    pool.Add(new PoolRecord(person, of.Household, relation, 1, named));
            }
            else if (chance.Percent(30) && Damage.Of(words, chance) is var damaged && !IsSelf(of, relation, damaged) && (damaged.Given == words.Given || taken.Add((of.Household, damaged.Given))))
                pool.Add(new PoolRecord(person, of.Household, relation, 1, damaged));
            person++;
            // Twins that have no name yet: a and b.
            if (relation == "newborn" && chance.Percent(15))
                pool.Add(new PoolRecord(person++, of.Household, "newborn-twin", 0,
                    words with { Given = chance.One(["baby b", "baby boy 2", "twin 2", "baby"]), Identifier = chance.Identifier() }));
        }
        return pool;

        // In one house, of one name, born on the day that the base person is said to be born on, if only by a slip: nobody could tell.
        bool IsSelf(PoolRecord of, string relation, SyntheticWords words) =>
            !relation.EndsWith("namesake", StringComparison.Ordinal) && selves.Contains((of.Household, Both(words), words.Born));
    }

    // The given and the family name, in whatever order they stand.
    private static string Both(SyntheticWords words) =>
        string.CompareOrdinal(words.Given, words.Family) < 0 ? $"{words.Given}|{words.Family}" : $"{words.Family}|{words.Given}";

    // Ben and Benjamin of one number, house and birth date, Emily and Emiily: nothing is left by which anybody would tell them apart.
    private static bool AreOneName(string? one, string? other) =>
        one is not null && other is not null
        && (GivenVariants.Are(one.ToUpperInvariant(), other.ToUpperInvariant()) || Single(one) == Single(other));

    private static string Single(string name) => string.Concat(name.Where((letter, at) => at == 0 || letter != name[at - 1]));

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
