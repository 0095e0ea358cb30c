using HieImaging.Identity.Matching;
using Xunit;

namespace HieImaging.Tests.Identity.Matching;

public sealed class MatchWeightsTests
{
    [Fact]
    public void The_shipped_model_says_how_it_was_made() =>
        Assert.All(["command", "data", "date"], told => Assert.NotEmpty(MatchWeights.Shipped.File.Made[told]));

    [Fact]
    public void A_model_without_a_level_is_refused()
    {
        var file = MatchWeights.Shipped.File;
        var same = file.Same.ToDictionary(pair => pair.Key, pair => pair.Value);
        same[MatchField.Given] = [0.9, 0.1];
        Assert.Contains("Given", Assert.Throws<InvalidDataException>(() => MatchWeights.Of(file with { Same = same })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frequent_name_weighs_less_than_a_rare_one_and_no_name_more_than_the_floor()
    {
        var weights = MatchWeights.Shipped;
        Assert.True(weights.EqualFamily("SMITH") < weights.EqualFamily("ZYWICKI"));
        var most = Math.Log2(weights.File.Same[MatchField.Family][0] / weights.File.Frequencies.Floor);
        Assert.All(weights.File.Frequencies.Family.Keys, name => Assert.True(weights.EqualFamily(name) <= most + 1e-9));
    }

    [Theory]
    [InlineData(1_000_000, 33.2)]
    [InlineData(10_000_000, 36.5)]
    [InlineData(100_000_000, 39.9)]
    public void The_cut_rises_with_the_population(double population, double bits) => Assert.Equal(bits, Cut.Bits(population), 1);
}
