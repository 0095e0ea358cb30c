using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// A consumer's messages in few transactions: one that comes while a transaction is at work goes with the next, up to its bound, and one
/// that comes alone goes at once. Nobody waits for a batch to fill.
/// </summary>
/// <param name="together">Has the effect of all of them, or of none: then it throws; asked to tell them apart, where it can a
/// <see cref="MessageFailedException"/>. Gives back those that it left alone.</param>
/// <param name="alone">Has the effect of one.</param>
/// <param name="weight">How much of the bound a message takes.</param>
/// <param name="most">The bound of a transaction.</param>
public sealed class MessagesTogether<T>(
    Func<IReadOnlyList<(InboxKey Key, T Message)>, bool, Task<IReadOnlyCollection<InboxKey>>> together, Func<InboxKey, T, Task> alone,
    Func<T, int> weight, int most)
{
    private const int Transactions = 2;

    private readonly Queue<Waiting> _queue = new();
    private readonly Lock _gate = new();
    private int _working;

    /// <summary>Of messages that weigh the same, and of which one alone is done as many are.</summary>
    /// <param name="together">As the other's; leaves none alone.</param>
    public MessagesTogether(Func<IReadOnlyList<(InboxKey Key, T Message)>, bool, Task> together, int most)
        : this(
            async (messages, tellApart) =>
            {
                await together(messages, tellApart);
                return [];
            },
            (key, message) => together([(key, message)], false), _ => 1, most)
    {
    }

    /// <summary>Returns when the message has had its effect.</summary>
    public Task Consume(InboxKey key, T message)
    {
        var waiting = new Waiting(key, message, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _queue.Enqueue(waiting);
            if (_working == Transactions)
                return waiting.Done.Task;
            _working++;
        }
        _ = Task.Run(Work);
        return waiting.Done.Task;
    }

    private async Task Work()
    {
        while (Next() is { Count: > 0 } batch)
            await ConsumeAll(batch);
    }

    // A batch that PostgreSQL refuses is done again with its messages told apart, and once more without the one that it names. Any other that
    // fails is done again by halves: the others of a message that cannot be consumed go together still, and it comes to its own end.
    private async Task ConsumeAll(List<Waiting> batch, bool tellApart = false)
    {
        IReadOnlyCollection<InboxKey> left;
        try
        {
            left = await together([.. batch.Select(one => (one.Key, one.Message))], tellApart);
        }
        catch (MessageFailedException failed) when (batch.Count > 1 && batch.Find(one => one.Key == failed.Key) is { } bad)
        {
            await ConsumeAll(batch.FindAll(one => one != bad), tellApart);
            await ConsumeAlone(bad);
            return;
        }
        catch (Exception refused) when (batch.Count > 1 && !tellApart && refused is PostgresException or UnstorableContentException)
        {
            await ConsumeAll(batch, tellApart: true);
            return;
        }
        catch (StoreUnavailableException away) when (StoreFailure.IsGone(away))      // of any other, one may do what many are too much for
        {
            batch.ForEach(one => one.Done.SetException(away));
            return;
        }
        catch (Exception failure) when (batch.Count > 1 && failure is not StoreUnavailableException)
        {
            await ConsumeAll(batch[..(batch.Count / 2)]);
            await ConsumeAll(batch[(batch.Count / 2)..]);
            return;
        }
        catch (Exception)                                       // alone, or together too much: halves would be too much again
        {
            left = [.. batch.Select(one => one.Key)];
        }
        foreach (var one in batch.Where(one => !left.Contains(one.Key)))
            one.Done.SetResult();
        foreach (var one in batch.Where(one => left.Contains(one.Key)))
            await ConsumeAlone(one);
    }

    private async Task ConsumeAlone(Waiting one)
    {
        try
        {
            await alone(one.Key, one.Message);
            one.Done.SetResult();
        }
        catch (Exception failure)
        {
            one.Done.SetException(failure);
        }
    }

    private List<Waiting> Next()
    {
        var batch = new List<Waiting>();
        lock (_gate)
        {
            for (var taken = 0; _queue.TryPeek(out var next) && (taken == 0 || taken + weight(next.Message) <= most); taken += weight(next.Message))
                batch.Add(_queue.Dequeue());
            if (batch.Count == 0)
                _working--;
        }
        return batch;
    }

    private sealed record Waiting(InboxKey Key, T Message, TaskCompletionSource Done);
}
