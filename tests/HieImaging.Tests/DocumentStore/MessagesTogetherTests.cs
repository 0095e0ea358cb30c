using HieImaging.DocumentStore;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

public sealed class MessagesTogetherTests
{
    [Fact]
    public async Task What_comes_while_a_transaction_is_at_work_goes_with_the_next_up_to_the_bound()
    {
        var (batches, first) = (new List<int>(), new TaskCompletionSource());
        var together = new MessagesTogether<int>(
            async messages =>
            {
                await first.Task;
                lock (batches)
                    batches.Add(messages.Count);
                return [];
            },
            (_, _) => throw new InvalidOperationException("Nothing failed."), _ => 1, most: 4);

        var consumed = Enumerable.Range(0, 12).Select(number => together.Consume(Key(), number)).ToList();
        first.SetResult();
        await Task.WhenAll(consumed);

        Assert.Equal(12, batches.Sum());
        Assert.All(batches, count => Assert.InRange(count, 1, 4));
        Assert.True(batches.Count < 12);
    }

    [Fact]
    public async Task One_bad_message_fails_alone()
    {
        var effects = new List<int>();
        var together = new MessagesTogether<int>(
            messages => messages.Any(one => one.Message == 3) ? throw new FormatException() : Had(messages.Select(one => one.Message)),
            (_, message) => message == 3 ? throw new FormatException("3") : Had([message]), _ => 1, most: 100);

        Task<IReadOnlyCollection<InboxKey>> Had(IEnumerable<int> messages)
        {
            lock (effects)
                effects.AddRange(messages);
            return Task.FromResult<IReadOnlyCollection<InboxKey>>([]);
        }

        var consumed = Enumerable.Range(0, 8).Select(number => together.Consume(Key(), number)).ToList();
        await Task.WhenAll(consumed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Equal([0, 1, 2, 4, 5, 6, 7], effects.Order());
        Assert.Equal([3], Enumerable.Range(0, 8).Where(number => consumed[number].IsFaulted));
    }

    [Fact]
    public async Task Messages_that_were_left_alone_are_consumed_one_by_one()
    {
        var alone = new List<int>();
        var together = new MessagesTogether<int>(
            messages => Task.FromResult<IReadOnlyCollection<InboxKey>>([.. messages.Select(one => one.Key)]),
            (_, message) =>
            {
                lock (alone)
                    alone.Add(message);
                return Task.CompletedTask;
            },
            _ => 1, most: 100);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(number => together.Consume(Key(), number)));
        Assert.Equal([0, 1, 2, 3, 4], alone.Order());
    }

    private static InboxKey Key() => new("test", Guid.NewGuid());
}
