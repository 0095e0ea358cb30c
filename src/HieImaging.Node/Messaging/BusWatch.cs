using HieImaging.DocumentStore;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace HieImaging.Node.Messaging;

/// <summary>
/// Asks the broker every few seconds about the queues of this process' consumers, and has a bus that is deaf replaced. Where a queue leaves
/// our own question open too, or the new bus is not heard either, the queue is at fault: one of a single replica may lose its leader for
/// ever when RabbitMQ dies within seconds of its birth (rabbitmq-server issues 10070, 15725). It is deleted, and what was in it comes again
/// from the outbox.
/// </summary>
internal sealed partial class BusWatch(
    BusInUse bus, BusEndpoints endpoints, Hearing hearing, BrokerCarrier carrier, Outbox outbox, BusOptions options, TimeProvider clock,
    ILogger<BusWatch> log) : BackgroundService
{
    private const ushort NoQueue = 404;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly BrokerConnection _connection = new(endpoints.Broker, options.Tls, "hie-node watch");
    private readonly Deafness _deafness = new(clock);
    private readonly UnansweredQueues _unanswered = new(clock);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                var (isDeaf, isUnanswered) = await LookAsync(stoppingToken);
                if (isDeaf || isUnanswered)
                    await MendAsync(isUnanswered, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                NotWatched(log, failure.GetType().Name);
                _unanswered.Forget();
                await _connection.DisposeAsync();
            }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _connection.DisposeAsync();
        await bus.StopAsync();
    }

    private async Task MendAsync(bool isUnanswered, CancellationToken cancellation)
    {
        _deafness.Forget();
        _unanswered.Forget();
        if (isUnanswered)
        {
            await BearAnewAsync(cancellation);
            return;
        }
        try
        {
            await bus.RenewAsync(cancellation);
        }
        catch (TimeoutException) when (options.Replicas == 1)
        {
            await BearAnewAsync(cancellation);
        }
    }

    // What waits for a confirm of the queues that are gone would wait in vain.
    private async Task BearAnewAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(endpoints.Consumers.Select(consumer => DeleteUnheardAsync(QueueName.Of(consumer), cancellation)));
        await carrier.DisposeAsync();
        await bus.RenewAsync(cancellation);
        await outbox.MakeDueAsync(cancellation);
    }

    private async Task<(bool IsDeaf, bool IsUnanswered)> LookAsync(CancellationToken cancellation)
    {
        var (isDeaf, isUnanswered) = (false, false);
        foreach (var consumer in endpoints.Consumers)
        {
            var (name, queue) = (QueueName.ConsumerOf(consumer), QueueName.Of(consumer));
            var look = await LookAsync(queue, cancellation);
            isDeaf |= _deafness.IsDeaf(name, look, hearing.SilentFor(name));
            isUnanswered |= options.Replicas == 1 && _unanswered.IsUnanswered(queue, look, AskAsync);
        }
        return (isDeaf, isUnanswered);
    }

    // Whoever serves says at once that one may consume; a message that comes with it goes back with the channel.
    private async Task AskAsync(string queue)
    {
        await using var channel = await _connection.OpenChannelAsync(null, CancellationToken.None);
        await channel.BasicQosAsync(0, 1, false);
        await channel.BasicConsumeAsync(queue, autoAck: false, new AsyncEventingBasicConsumer(channel));
    }

    private async Task<QueueLook?> LookAsync(string queue, CancellationToken cancellation)
    {
        await using var channel = await _connection.OpenChannelAsync(null, cancellation);
        try
        {
            var found = await channel.QueueDeclarePassiveAsync(queue, cancellation);
            return new(found.MessageCount, found.ConsumerCount);
        }
        catch (OperationInterruptedException refused) when (refused.ShutdownReason?.ReplyCode == NoQueue)
        {
            return null;
        }
    }

    // The bus asked to consume from all of them.
    private async Task DeleteUnheardAsync(string queue, CancellationToken cancellation)
    {
        if (await LookAsync(queue, cancellation) is not { Consumers: 0 })
            return;
        Deleted(log, queue);
        await using var channel = await _connection.OpenChannelAsync(null, cancellation);
        await channel.QueueDeleteAsync(queue, cancellationToken: cancellation);
    }

    [LoggerMessage(6004, LogLevel.Information, "The broker was not asked what waits: {Failure}.")]
    private static partial void NotWatched(ILogger log, string failure);

    [LoggerMessage(6006, LogLevel.Warning, "{Queue} serves nobody and is deleted; what was in it is published again.")]
    private static partial void Deleted(ILogger log, string queue);
}
