using HieImaging.DocumentStore;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace HieImaging.Node.Messaging;

/// <summary>Asks the broker every few seconds what waits for this process' consumers, and has a bus that is deaf replaced.</summary>
internal sealed partial class BusWatch(
    BusInUse bus, BusEndpoints endpoints, Hearing hearing, TimeProvider clock, ILogger<BusWatch> log) : BackgroundService
{
    private const ushort NoQueue = 404;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly BrokerConnection _connection = new(endpoints.Broker, "hie-node watch");
    private readonly Deafness _deafness = new(clock);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            try
            {
                if (!await IsAnyDeafAsync(stoppingToken))
                    continue;
                _deafness.Forget();
                await bus.RenewAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                NotWatched(log, failure.GetType().Name);
                await _connection.DisposeAsync();
            }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _connection.DisposeAsync();
        await bus.StopAsync();
    }

    private async Task<bool> IsAnyDeafAsync(CancellationToken cancellation)
    {
        var isDeaf = false;
        foreach (var consumer in endpoints.Consumers)
        {
            var (name, ready) = (QueueName.ConsumerOf(consumer), await ReadyAsync(QueueName.Of(consumer), cancellation));
            isDeaf |= _deafness.IsDeaf(name, ready, hearing.SilentFor(name));
        }
        return isDeaf;
    }

    private async Task<uint?> ReadyAsync(string queue, CancellationToken cancellation)
    {
        await using var channel = await _connection.OpenChannelAsync(null, cancellation);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancellation)).MessageCount;
        }
        catch (OperationInterruptedException refused) when (refused.ShutdownReason?.ReplyCode == NoQueue)
        {
            return null;
        }
    }

    [LoggerMessage(6004, LogLevel.Information, "The broker was not asked what waits: {Failure}.")]
    private static partial void NotWatched(ILogger log, string failure);
}
