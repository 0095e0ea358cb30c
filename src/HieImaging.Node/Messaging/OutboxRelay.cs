using System.Text.Json;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>
/// Carries the outbox to the bus: when the bell rings and every 5 s, and only while the bus is healthy, for an exchange whose queues are
/// not bound yet confirms what it drops. Mandatory besides, so that what no queue takes comes back as an error and stays in the outbox.
/// </summary>
internal sealed partial class OutboxRelay(
    Outbox outbox, OutboxBell bell, BusInUse bus, TimeProvider clock, ILogger<OutboxRelay> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5), SendWithin = TimeSpan.FromSeconds(10),
        HealthyWithin = TimeSpan.FromSeconds(15), PurgeEvery = TimeSpan.FromMinutes(10);

    // Rounds in a row of which nothing was confirmed: of the second the bus had said that it is healthy.
    private int _fruitless;

    private DateTimeOffset _nextSweep, _nextPurge;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_fruitless > 1 || !await IsHealthyAsync(stoppingToken))
                {
                    _fruitless = 0;
                    await bus.RenewAsync(stoppingToken);
                    continue;
                }
                if (isFirst)
                    await outbox.MakeDueAsync(stoppingToken);
                isFirst = false;
                while (await outbox.PublishDueAsync(PublishAll, stoppingToken) > 0 && _fruitless == 0)
                    await Tidy(stoppingToken);
                var toSweep = await Tidy(stoppingToken);
                await bell.WaitAsync(toSweep ? TimeSpan.FromSeconds(1) : Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Halted(log, failure.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await bus.StopAsync();
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellation)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        within.CancelAfter(HealthyWithin);
        try
        {
            return await bus.Control.WaitForHealthStatus(BusHealthStatus.Healthy, within.Token) == BusHealthStatus.Healthy;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<IReadOnlySet<Guid>> PublishAll(IReadOnlyList<OutboxMessage> messages, CancellationToken cancellation)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        within.CancelAfter(SendWithin);
        var publications = messages.Select(message => Publish(message, within.Token)).ToList();
        await Task.WhenAll(publications).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var confirmed = new HashSet<Guid>();
        Exception? failure = null;
        for (var i = 0; i < messages.Count; i++)
            if (publications[i].IsCompletedSuccessfully)
                confirmed.Add(messages[i].Id);
            else
                failure = publications[i].Exception?.InnerException ?? new OperationCanceledException();
        _fruitless = confirmed.Count > 0 ? 0 : _fruitless + 1;
        if (failure is not null)
            NotTaken(log, messages.Count - confirmed.Count, failure.GetType().Name);
        return confirmed;
    }

    private async Task Publish(OutboxMessage message, CancellationToken cancellation)
    {
        var type = MessageCatalogue.Types[message.Type];
        await bus.Control.Publish(
            JsonSerializer.Deserialize(message.Body, type)!,
            type,
            context =>
            {
                context.MessageId = message.Id;
                if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
                    rabbit.Mandatory = true;
            },
            cancellation);
    }

    /// <summary>Sweeps at most once a second and never more than a tenth of the time;
    /// true while rows were found, for there may be more.</summary>
    private async Task<bool> Tidy(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now < _nextSweep)
            return true;
        var started = clock.GetTimestamp();
        var swept = await outbox.SweepAsync(cancellation);
        var took = clock.GetElapsedTime(started);
        _nextSweep = now + TimeSpan.FromMilliseconds(Math.Max(900, 10 * took.TotalMilliseconds));
        if (now >= _nextPurge)
        {
            await outbox.PurgeAsync(cancellation);
            _nextPurge = now + PurgeEvery;
        }

        return swept > 0;
    }

    [LoggerMessage(6001, LogLevel.Warning, "The outbox waits: {Failure}.")]
    private static partial void Halted(ILogger log, string failure);

    [LoggerMessage(6002, LogLevel.Warning, "{Count} messages were not taken by the bus ({Failure}) and stay in the outbox.")]
    private static partial void NotTaken(ILogger log, int count, string failure);
}
