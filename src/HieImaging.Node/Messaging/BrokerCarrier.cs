using System.Collections.Concurrent;
using System.Text;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace HieImaging.Node.Messaging;

/// <summary>
/// To RabbitMQ, as the rows stand: a window of publisher confirms on a channel of its own, of a connection which is thrown away whenever one
/// of the window is not answered. Mandatory, so that what no queue takes comes back and stays in the outbox.
/// </summary>
internal sealed class BrokerCarrier(Uri broker, BusOptions options) : IOutboxCarrier, IAsyncDisposable
{
    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(10);

    private static readonly CreateChannelOptions Confirming =
        new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true,
            outstandingPublisherConfirmationsRateLimiter: null);             // a window is the limit

    private readonly BrokerConnection _connection = new(broker, options.Tls, "hie-node outbox");
    private readonly ConcurrentQueue<IChannel> _idle = new();

    /// <summary>The exchange that MassTransit binds the queues of a message type to.</summary>
    public static string ExchangeOf(Type message) => $"{message.Namespace}:{message.Name}";

    public async Task ReadyAsync(CancellationToken cancellation)
    {
        if (_idle.TryPeek(out var open) && open.IsOpen)
            return;
        _idle.Clear();
        try
        {
            var channel = await _connection.OpenChannelAsync(Confirming, cancellation);
            foreach (var type in MessageCatalogue.Types.Values)
                await channel.ExchangeDeclareAsync(ExchangeOf(type), ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
            _idle.Enqueue(channel);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task<Confirmations> CarryAsync(IReadOnlyList<OutboxMessage> messages, CancellationToken cancellation)
    {
        var channel = _idle.TryDequeue(out var idle) ? idle : await _connection.OpenChannelAsync(Confirming, cancellation);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        within.CancelAfter(ConfirmWithin);
        var confirmations = await Confirmations.OfAsync(messages, message => PublishAsync(channel, message, within.Token));
        if (confirmations.Failures.Any(failure => failure is not PublishException { IsReturn: true }))
            await DisposeAsync();
        else
            _idle.Enqueue(channel);
        return confirmations;
    }

    public ValueTask DisposeAsync()
    {
        _idle.Clear();
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
