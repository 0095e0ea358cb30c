using System.Text.Json;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary><c>memory:</c>, the bus of this process alone; while its consumers are not there yet it drops what it is given.</summary>
internal sealed class MemoryCarrier(IBusControl bus, OutboxConsumers consumers, FailedMessages failed) : IOutboxCarrier
{
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(10);

    public Task ReadyAsync(CancellationToken cancellation) => bus.WaitForHealthStatus(BusHealthStatus.Healthy, cancellation);

    public async Task<Confirmations> CarryAsync(IReadOnlyList<OutboxMessage> messages, CancellationToken cancellation)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        within.CancelAfter(SendWithin);
        return await Confirmations.OfAsync(messages, message => PublishAsync(message, within.Token));
    }

    private async Task PublishAsync(OutboxMessage message, CancellationToken cancellation)
    {
        var type = MessageCatalogue.Types[message.Type];
        try
        {
            await bus.Publish(JsonSerializer.Deserialize(message.Body, type)!, type, context => context.MessageId = message.Id, cancellation);
        }
        catch (JsonException unreadable)
        {
            foreach (var (_, consumer) in consumers.Listed.Where(listed => listed.Type == message.Type))
                await failed.NoteAsync(consumer, message.Id, message.Type, unreadable, cancellation);
        }
    }
}
