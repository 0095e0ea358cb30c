using HieImaging.DocumentStore;

namespace HieImaging.Node.Messaging;

/// <summary>What came of a window of publications.</summary>
/// <param name="Confirmed">Ids of the messages that the bus has taken for good.</param>
/// <param name="Failures">Why it did not take the others, one each; these are the outbox's still.</param>
internal sealed record Confirmations(IReadOnlySet<Guid> Confirmed, IReadOnlyList<Exception> Failures)
{
    /// <summary>Publishes at once and waits for all the confirms together.</summary>
    public static async Task<Confirmations> OfAsync(IReadOnlyList<OutboxMessage> messages, Func<OutboxMessage, Task> publish)
    {
        var publications = messages.Select(publish).ToList();
        await Task.WhenAll(publications).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var confirmed = new HashSet<Guid>();
        var failures = new List<Exception>();
        for (var i = 0; i < messages.Count; i++)
            if (publications[i].IsCompletedSuccessfully)
                confirmed.Add(messages[i].Id);
            else
                failures.Add(publications[i].Exception?.InnerException ?? new OperationCanceledException());
        return new(confirmed, failures);
    }
}
