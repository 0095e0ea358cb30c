using HieImaging.DocumentStore;
using HieImaging.Tests.Publisher;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

/// <summary>A process that starts beside PostgreSQL, or while it is busy, waits for it, a while.</summary>
public sealed class StoreAtStartTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly RunningClock _clock = new(Began);

    [Fact]
    public async Task What_PostgreSQL_does_not_answer_is_asked_again()
    {
        var (asked, told) = (0, 0);
        var found = await WaitAsync(() => ++asked < 4 ? throw Away : 7, () => told++);
        Assert.Equal((7, 4, 3), (found, asked, told));
    }

    [Fact]
    public async Task After_a_minute_it_is_given_up()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => WaitAsync(() => throw Away, () => { }));
        Assert.InRange(_clock.GetUtcNow() - Began, StoreAtStart.Longest, StoreAtStart.Longest + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Anything_else_that_is_wrong_is_said_at_once()
    {
        var asked = 0;
        await Assert.ThrowsAsync<InvalidDataException>(() => WaitAsync(() => ++asked > 0 ? throw new InvalidDataException() : 0, () => { }));
        Assert.Equal(1, asked);
    }

    private static StoreUnavailableException Away => new("PostgreSQL cannot be reached.");

    private Task<int> WaitAsync(Func<int> once, Action told) =>
        StoreAtStart.WaitAsync(_ => Task.FromResult(once()), _clock, told, CancellationToken.None);
}
