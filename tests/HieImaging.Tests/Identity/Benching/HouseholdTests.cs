using HieImaging.Bench.Identity;
using HieImaging.Bench.Identity.Households;
using HieImaging.Identity.Matching;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Identity.Benching;

/// <summary>The household stress in short: people of our own, two seeds that found something and one that nobody has seen.</summary>
public sealed class HouseholdTests(ITestOutputHelper output)
{
    private static readonly Judgement Judgement = new(MatchWeights.Shipped, new HashSet<string>(), 1_000_000);

    public static TheoryData<int, bool> Seeds
    {
        get
        {
            var fresh = Random.Shared.Next(1, 1_000_000);
            return new() { { 1, true }, { 1, false }, { 2, true }, { 2, false }, { fresh, true }, { fresh, false } };
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_two_people_of_a_household_are_linked(int seed, bool withIdentifier)
    {
        output.WriteLine($"seed {seed}");
        var chance = new Chance(seed);
        var figures = HouseholdFigures.Of(HouseholdPool.Of(OwnPeople.Of(400, chance), chance), withIdentifier, Judgement, misses: 10);
        foreach (var line in figures.Lines)
            output.WriteLine(line);
        Assert.True(figures.FalseLinks == 0, $"seed {seed}: {figures}\n{string.Join('\n', figures.Lines)}");
        Assert.True(figures.Found > 0.97 && figures.Auto > 0.5, $"seed {seed}: {figures}");
    }

    [Fact]
    public void A_seed_makes_the_same_pool()
    {
        Assert.Equal(Pool(7), Pool(7));
        Assert.NotEqual(Pool(7), Pool(8));

        static IEnumerable<PoolRecord> Pool(int seed)
        {
            var chance = new Chance(seed);
            return HouseholdPool.Of(OwnPeople.Of(50, chance), chance);
        }
    }

    [Fact]
    public void Every_relation_is_in_a_pool()
    {
        var chance = new Chance(3);
        var relations = HouseholdPool.Of(OwnPeople.Of(200, chance), chance).Select(record => record.Relation).Distinct().ToList();
        Assert.Empty(Relatives.All.Select(relation => relation.Relation).Except(relations));
    }
}
