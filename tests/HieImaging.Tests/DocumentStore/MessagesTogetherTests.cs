using HieImaging.DocumentStore;
using Npgsql;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

public sealed class MessagesTogetherTests
{
    [Fact]
    public async Task What_comes_while_a_transaction_is_at_work_goes_with_the_next_up_to_the_bound()
    {
        var (batches, first) = (new List<int>(), new TaskCompletionSource());
        var together = new MessagesTogether<int>(
            async (messages, _) =>
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
            (messages, _) => messages.Any(one => one.Message == 3) ? throw new FormatException() : Had(messages.Select(one => one.Message)),
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
            (messages, _) => Task.FromResult<IReadOnlyCollection<InboxKey>>([.. messages.Select(one => one.Key)]),
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

    [Fact]
    public async Task What_PostgreSQL_refuses_and_names_is_left_out_and_the_others_go_together_again()
    {
        var (batches, alone) = (new List<(int Count, bool Apart, bool Saved)>(), new List<int>());
        var begin = new TaskCompletionSource();
        var together = new MessagesTogether<int>(
            async (messages, apart) =>
            {
                await begin.Task;
                var bad = messages.Where(one => one.Message % 40 == 7).Select(one => one.Key).FirstOrDefault();
                lock (batches)
                    batches.Add((messages.Count, apart, bad is null));
                return bad is null ? [] : throw (apart ? new MessageFailedException(bad, Refusal()) : Refusal());
            },
            (_, message) =>
            {
                lock (alone)
                    alone.Add(message);
                throw Refusal();
            },
            _ => 1, most: 100);

        var consumed = Enumerable.Range(0, 100).Select(number => together.Consume(Key(), number)).ToList();
        begin.SetResult();
        await Task.WhenAll(consumed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Equal([7, 47, 87], Enumerable.Range(0, 100).Where(number => consumed[number].IsFaulted));
        Assert.Equal([7, 47, 87], alone.Order());
        Assert.Equal(97, batches.Where(batch => batch.Saved).Sum(batch => batch.Count));
        Assert.True(batches.Count <= 3 + (3 * 2), $"{batches.Count} transactions");
    }

    private static PostgresException Refusal() => new("refused", "ERROR", "ERROR", "P0001");

    private static InboxKey Key() => new("test", Guid.NewGuid());
}
