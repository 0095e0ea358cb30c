using HieImaging.DocumentStore;

namespace HieImaging.Node.Messaging;

/// <summary>
/// Says of a failed message what becomes of it. Where PostgreSQL itself is down nothing is noted and nothing lost: the message is due again
/// later.
/// </summary>
internal sealed partial class FailedMessages(DeadLetters letters, ILogger<DeadLetters> log)
{
    /// <param name="id">Null: whoever sent it gave it none, so it is not of this exchange.</param>
    /// <param name="type">What the consumer takes.</param>
    public async Task NoteAsync(string consumer, Guid? id, string type, Exception failure, CancellationToken cancellation)
    {
        var (reason, isForGood) = FailureDecision.On(failure);
        try
        {
            var isDead = id is { } message ? await letters.AddAsync(new InboxKey(consumer, message), reason, isForGood, cancellation) : null;
            if (isDead is null)
                Foreign(log, consumer, type, id, reason, failure);
            else if (isDead.Value)
                Dead(log, consumer, type, id, reason, failure);
            else
                Failed(log, consumer, type, id, reason, failure);
        }
        catch (StoreUnavailableException)
        {
            Failed(log, consumer, type, id, reason, failure);
        }
    }

    [LoggerMessage(6101, LogLevel.Warning, "{Consumer} failed at {Type} {MessageId} ({Reason}); it is published again later.")]
    private static partial void Failed(ILogger log, string consumer, string type, Guid? messageId, string reason, Exception failure);

    [LoggerMessage(6102, LogLevel.Error,
        "{Consumer} failed at {Type} {MessageId} for good ({Reason}); `hie-node queues replay {Consumer}` tries again.")]
    private static partial void Dead(ILogger log, string consumer, string type, Guid? messageId, string reason, Exception failure);

    [LoggerMessage(6103, LogLevel.Warning,
        "{Consumer} failed at {Type} {MessageId} ({Reason}), which is not in the outbox: somebody else's, or consumed meanwhile. It is dropped.")]
    private static partial void Foreign(ILogger log, string consumer, string type, Guid? messageId, string reason, Exception failure);
}
