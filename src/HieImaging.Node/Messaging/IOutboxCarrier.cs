using HieImaging.DocumentStore;

namespace HieImaging.Node.Messaging;

/// <summary>Takes the outbox's messages to whoever listens: RabbitMQ, or this process alone.</summary>
internal interface IOutboxCarrier
{
    /// <summary>Returns when messages can be taken; what would be dropped before is not given away.</summary>
    Task ReadyAsync(CancellationToken cancellation);

    Task<Confirmations> CarryAsync(IReadOnlyList<OutboxMessage> messages, CancellationToken cancellation);
}
