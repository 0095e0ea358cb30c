using HieImaging.DocumentStore;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

public sealed class DeadlineTests
{
    private readonly Deadline _deadline = new(TimeProvider.System);
    private Task? _left;

    [Fact]
    public async Task Whoever_waits_is_freed_when_the_server_is_lost()
    {
        var hanging = new TaskCompletionSource<int>();
        var waiting = _deadline.Run(() => hanging.Task, left => _left = left, CancellationToken.None);
        _deadline.Lose();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting);
        Assert.Same(hanging.Task, _left);
    }

    [Fact]
    public async Task Whoever_comes_while_it_is_lost_is_refused_at_once_until_it_answers()
    {
        _deadline.Lose();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _deadline.Run(() => Task.FromResult(1), _ => { }, CancellationToken.None));
        _deadline.Regain();
        Assert.Equal(1, await _deadline.Run(() => Task.FromResult(1), _ => { }, CancellationToken.None));
    }

    [Fact]
    public async Task A_caller_who_leaves_is_no_outage()
    {
        using var caller = new CancellationTokenSource();
        var waiting = _deadline.Run(() => new TaskCompletionSource<int>().Task, left => _left = left, caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
