using HieImaging.Bench.Measuring;
using Xunit;

namespace HieImaging.Tests.Measuring;

public sealed class VerdictTests
{
    [Fact]
    public void The_line_says_median_range_rounds_noise_and_judgement()
    {
        var spread = Spread.Of([0.66, 0.60, 0.63]);
        Assert.Equal("R1 ratio=0.63 (0.60–0.66, 3 rounds, noisy) bar>=0.60 met", new Verdict("R1", "ratio", spread, Bar.AtLeast(0.6), true).ToString());
        Assert.Equal("R3 p50_ms=0.63 (0.60–0.66, 3 rounds) bar<=0.50 missed", new Verdict("R3", "p50_ms", spread, Bar.AtMost(0.5), false).ToString());
        Assert.Equal("C2 rss_mb=145 (once)", new Verdict("C2", "rss_mb", Spread.Once(145.2), null, false).ToString());
    }

    [Fact]
    public void A_figure_at_its_bar_meets_it()
    {
        Assert.True(Bar.AtLeast(0.6).IsMetBy(0.6));
        Assert.True(Bar.AtMost(15).IsMetBy(15));
        Assert.False(Bar.AtLeast(0.6).IsMetBy(0.599));
        Assert.False(Bar.AtMost(15).IsMetBy(15.01));
    }

    [Fact]
    public void The_middle_of_an_even_number_of_rounds_lies_between_two() => Assert.Equal(2.5, Spread.Of([4, 1, 3, 2]).Median);

    [Fact]
    public void A_figure_that_is_no_number_is_refused() => Assert.Throws<ArgumentException>(() => Spread.Of([1, double.NaN]));
}
