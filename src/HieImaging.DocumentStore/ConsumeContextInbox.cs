using MassTransit;

namespace HieImaging.DocumentStore;

/// <summary>What the inbox remembers of the message at hand.</summary>
public static class ConsumeContextInbox
{
    /// <summary>One queue has one consumer, so the address that the message came to names it.</summary>
    public static InboxKey InboxKey(this ConsumeContext context) =>
        new(
            QueueName.ConsumerOf(context.ReceiveContext.InputAddress),
            context.MessageId ?? throw new InvalidOperationException("A message without an id."));
}
