using HieImaging.Identity.Keeping;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class SaidTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-600, -600)]
    [InlineData(300, 300)]           // a clock that is a little ahead
    [InlineData(301, 0)]             // one that is wrong: received now
    public void A_source_dates_its_words_but_not_into_the_future(int said, int counts) =>
        Assert.Equal(Now.AddSeconds(counts), SaidTime.Of(Now.AddSeconds(said), Now, null));

    [Fact]
    public void What_has_no_time_comes_after_all_before_it()
    {
        Assert.Equal(Now, SaidTime.Of(null, Now, null));
        Assert.Equal(Now, SaidTime.Of(null, Now, Now.AddSeconds(-1)));
        Assert.True(SaidTime.Of(null, Now, Now) > Now);
        Assert.True(SaidTime.Of(null, Now, Now.AddMinutes(4)) > Now.AddMinutes(4));
    }
}
