namespace HieImaging.Node.Messaging;

internal static partial class DeadLetterLog
{
    [LoggerMessage(6101, LogLevel.Warning,
        "{Consumer} failed at {Type} {MessageId} with all its retries ({Reason}); it is published again later.")]
    public static partial void Failed(ILogger log, string consumer, string type, Guid messageId, string reason, Exception failure);

    [LoggerMessage(6102, LogLevel.Error,
        "{Consumer} failed at {Type} {MessageId} for good ({Reason}); `hie-node queues replay {Consumer}` tries again.")]
    public static partial void Dead(ILogger log, string consumer, string type, Guid messageId, string reason, Exception failure);
}
