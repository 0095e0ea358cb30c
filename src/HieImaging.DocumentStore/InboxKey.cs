namespace HieImaging.DocumentStore;

/// <summary>One message as one consumer gets it: what the inbox remembers.</summary>
/// <param name="Consumer">The consumer's name, see <see cref="QueueName"/>.</param>
/// <param name="MessageId">The outbox row's id.</param>
public sealed record InboxKey(string Consumer, Guid MessageId);
