using HieImaging.Bench.Identity.Households;
using HieImaging.Identity.Matching;
using HieImaging.Identity.Training;
using Xunit;

namespace HieImaging.Tests.Identity.Training;

public sealed class TrainerTests
{
    private const int Seed = 20261122;

    private static readonly Lazy<MatchWeightsFile> Trained = new(() => Trainer.Train([People()], MatchWeights.Shipped.File, Seed));

    [Theory]
    [InlineData("Given", 4)]
    [InlineData("Family", 4)]
    [InlineData("BirthDate", 10)]
    [InlineData("Identifier", 10)]
    [InlineData("Line", 5)]
    [InlineData("Phone", 8)]
    public void What_is_equal_speaks_for_one_person_and_what_differs_against_it(string name, double bits)
    {
        var (field, weights) = (Enum.Parse<MatchField>(name), MatchWeights.Of(Trained.Value));
        var worst = (byte)(Levels.Of(field).Count - 1);
        Assert.True(weights.Of(field, 0) > bits && weights.Of(field, worst) < -1,
            $"seed {Seed}: {weights.Of(field, 0):0.0} and {weights.Of(field, worst):0.0} bits");
    }

    [Fact]
    public void A_name_that_few_have_is_not_written_down()
    {
        var before = MatchWeights.Shipped.File.Frequencies.Family;
        var people = People().Append(Comparable.Of(new Demographics("Onlyone", ["Ana"], null, null, null, null, null, null, null, [], []))).ToList();
        var after = NameCounts.Of(people, MatchWeights.Shipped.File.Frequencies).Family;
        Assert.DoesNotContain("ONLYONE", after.Keys);
        Assert.True(after.Count >= before.Count);
    }

    // One patient of a dozen hospitals has a dozen records.
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_name_of_many_records_of_one_person_is_not_written_down(int years, bool written)
    {
        var records = Enumerable.Range(0, 12)
            .Select(i => Comparable.Of(new Demographics("Onlyone", ["Ana"], null, $"{1960 + years * i}-03-02", null, null, null, null, null, [], [])));
        var after = NameCounts.Of([.. People(), .. records], MatchWeights.Shipped.File.Frequencies).Family;
        Assert.Equal(written, after.ContainsKey("ONLYONE"));
    }

    [Fact]
    public void The_same_records_and_seed_make_the_same_model() =>
        Assert.Equal(Trained.Value.Text(), Trainer.Train([People()], MatchWeights.Shipped.File, Seed).Text());

    [Fact]
    public void What_records_do_not_tell_stays_as_the_model_before_says() =>
        Assert.Equal(MatchWeights.Shipped.File.Guards, Trained.Value.Guards);

    private static IReadOnlyList<Comparable> People() =>
        [.. OwnPeople.Of(1500, new Chance(Seed)).Select(record => Comparable.Of(record.Words.Said(true)))];
}
