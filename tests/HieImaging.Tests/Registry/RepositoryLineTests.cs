using HieImaging.Registry.Fetching;
using Xunit;

namespace HieImaging.Tests.Registry;

public sealed class RepositoryLineTests : IDisposable
{
    private readonly SetClock _clock = new();
    private readonly RepositoryLine _line;

    public RepositoryLineTests() => _line = new RepositoryLine(new FetchOptions(), _clock);

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task Those_who_are_sent_away_come_again_one_after_another_and_the_last_within_the_longest_wait()
    {
        await TakeAllPlacesAsync();
        _clock.Pass(TimeSpan.FromMinutes(1));
        var times = new List<TimeSpan>();
        for (var i = 0; i < 100_000; i++)
            times.Add((await EnterAsync())!.After);

        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10.05), TimeSpan.FromSeconds(10.1)], times[..3]);
        Assert.Equal(TimeSpan.FromHours(1), times.Max());
    }

    [Fact]
    public async Task Three_failures_in_a_row_pause_it_and_one_answer_ends_the_pause()
    {
        for (var i = 0; i < 3; i++)
            await AskAsync(well: false);
        Assert.True(_line.IsPaused);
        Assert.Equal(new RepositoryAnswer.NotAsked(FetchTurn.Paused, TimeSpan.FromSeconds(30)), await EnterAsync());

        _clock.Pass(TimeSpan.FromSeconds(30));
        Assert.Null(await EnterAsync());
        Assert.Equal(FetchTurn.Paused, (await EnterAsync())?.Reason);
        _line.Leave(true, TimeSpan.FromSeconds(1));

        Assert.False(_line.IsPaused);
        await TakeAllPlacesAsync();
        _clock.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal(TimeSpan.FromSeconds(10), (await EnterAsync())?.After);       // and not behind those of the outage
    }

    [Fact]
    public async Task A_question_that_was_broken_off_frees_its_place_and_is_held_against_nobody()
    {
        for (var i = 0; i < 8; i++)
            await AskAsync(well: null);
        Assert.False(_line.IsPaused);
    }

    [Fact]
    public async Task Who_waits_gets_the_place_that_comes_free_unless_it_was_paused_meanwhile()
    {
        await TakeAllPlacesAsync();
        var waiting = EnterAsync();
        Assert.False(waiting.IsCompleted);
        _line.Leave(true, TimeSpan.FromSeconds(1));
        Assert.Null(await waiting);

        var vain = Enumerable.Range(0, 3).Select(_ => EnterAsync()).ToList();
        for (var i = 0; i < 3; i++)
            _line.Leave(false, TimeSpan.FromSeconds(60));
        var answers = await Task.WhenAll(vain);
        Assert.Equal(FetchTurn.Paused, answers[2]?.Reason);
    }

    [Fact]
    public async Task Whoever_waits_and_goes_leaves_the_line_as_it_was()
    {
        await TakeAllPlacesAsync();
        using var leaving = new CancellationTokenSource();
        var waiting = _line.EnterAsync(leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _line.Leave(true, TimeSpan.FromSeconds(1));
        Assert.Null(await EnterAsync());
    }

    private async Task TakeAllPlacesAsync()
    {
        for (var i = 0; i < 4; i++)
            Assert.Null(await EnterAsync());
    }

    private async Task AskAsync(bool? well)
    {
        Assert.Null(await EnterAsync());
        _line.Leave(well, TimeSpan.FromSeconds(1));
    }

    private Task<RepositoryAnswer.NotAsked?> EnterAsync() => _line.EnterAsync(CancellationToken.None);

    private sealed class SetClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + TimeSpan.FromTicks(_ticks);
    }
}
