using HieImaging.Wire.Waiting;
using Xunit;

namespace HieImaging.Tests.Wire;

public sealed class BreakerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly SetClock _clock = new();

    [Theory]
    [InlineData("xxxx", false)]
    [InlineData("xxxxx", true)]
    [InlineData("..........xxxxx", true)]               // however well it was before
    [InlineData("x.x.x.x.x.x.", false)]
    [InlineData("xx.xx.x", true)]
    [InlineData("x.x.x.xxx", true)]
    public void Five_of_the_last_eight_questions_are_enough(string answers, bool pauses)
    {
        var breaker = After(answers);

        Assert.Equal(pauses ? Pause : null, breaker.Left());
    }

    [Fact]
    public void After_the_pause_one_question_tries_it_and_a_good_answer_ends_the_pause()
    {
        var breaker = After("xxxxx");
        _clock.Pass(Pause - TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), breaker.Left());
        _clock.Pass(TimeSpan.FromSeconds(1));

        Assert.Null(breaker.Left());
        Assert.Equal(Pause, breaker.Left());

        breaker.Heard(true);
        Assert.Null(breaker.Left());
        breaker.Heard(false);
        Assert.Null(breaker.Left());
    }

    [Fact]
    public void A_try_that_fails_or_never_ends_is_followed_by_another_pause()
    {
        var breaker = After("xxxxx");
        _clock.Pass(Pause);
        Assert.Null(breaker.Left());
        breaker.Heard(false);
        Assert.Equal(Pause, breaker.Left());
        _clock.Pass(Pause);
        Assert.Null(breaker.Left());
        _clock.Pass(Pause);
        Assert.Null(breaker.Left());
    }

    [Fact]
    public void To_look_how_long_it_rests_is_no_try()
    {
        Assert.Null(After("xxxx").Rest);
        var breaker = After("xxxxx");
        Assert.Equal(Pause, breaker.Rest);
        _clock.Pass(Pause);
        Assert.Equal(TimeSpan.Zero, breaker.Rest);
        Assert.Equal(TimeSpan.Zero, breaker.Rest);

        Assert.Null(breaker.Left());
        Assert.Equal(Pause, breaker.Rest);
    }

    private Breaker After(string answers)
    {
        var breaker = new Breaker(5, Pause, _clock);
        foreach (var answer in answers)
            breaker.Heard(answer == '.');
        return breaker;
    }

    private sealed class SetClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
