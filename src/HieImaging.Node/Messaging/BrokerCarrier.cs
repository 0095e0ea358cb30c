using System.Text;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace HieImaging.Node.Messaging;

/// <summary>
/// To RabbitMQ, as the rows stand: a window of publisher confirms on a connection of its own, which is thrown away whenever one of the
/// window is not answered. Mandatory, so that what no queue takes comes back and stays in the outbox.
/// </summary>
internal sealed class BrokerCarrier(Uri broker, BusOptions options) : IOutboxCarrier, IAsyncDisposable
{
    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(10);

    private static readonly CreateChannelOptions Confirming =
        new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly BrokerConnection _connection = new(broker, options.Tls, "hie-node outbox");
    private IChannel? _channel;

    /// <summary>The exchange that MassTransit binds the queues of a message type to.</summary>
    public static string ExchangeOf(Type message) => $"{message.Namespace}:{message.Name}";

    public async Task ReadyAsync(CancellationToken cancellation)
    {
        if (_channel is { IsOpen: true })
            return;
        try
        {
            _channel = await _connection.OpenChannelAsync(Confirming, cancellation);
            foreach (var type in MessageCatalogue.Types.Values)
                await _channel.ExchangeDeclareAsync(ExchangeOf(type), ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task<Confirmations> CarryAsync(IReadOnlyList<OutboxMessage> messages, CancellationToken cancellation)
    {
        var channel = _channel ?? throw new InvalidOperationException("Not ready.");
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        within.CancelAfter(ConfirmWithin);
        var confirmations = await Confirmations.OfAsync(messages, message => PublishAsync(channel, message, within.Token));
        if (confirmations.Failures.Any(failure => failure is not PublishException { IsReturn: true }))
            await DisposeAsync();
        return confirmations;
    }

    public ValueTask DisposeAsync()
    {
        _channel = null;
        return _connection.DisposeAsync();
    }

    private static async Task PublishAsync(IChannel channel, OutboxMessage message, CancellationToken cancellation)
    {
        var properties = new BasicProperties
        {
            MessageId = message.Id.ToString(), ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent,
        };
        var exchange = ExchangeOf(MessageCatalogue.Types[message.Type]);
        await channel.BasicPublishAsync(exchange, "", mandatory: true, properties, Encoding.UTF8.GetBytes(message.Body), cancellation);
    }
}
