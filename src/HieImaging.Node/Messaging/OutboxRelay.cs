using HieImaging.DocumentStore;

namespace HieImaging.Node.Messaging;

/// <summary>Carries the outbox to the bus: when the bell rings, when a row is due again, and every 5 s.</summary>
internal sealed partial class OutboxRelay(
    Outbox outbox, OutboxBell bell, IOutboxCarrier carrier, OutboxOptions options, TimeProvider clock, ILogger<OutboxRelay> log)
    : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5), AfterFailure = TimeSpan.FromSeconds(1),
        PurgeEvery = TimeSpan.FromMinutes(10);

    private volatile bool _isFruitless;
    private DateTimeOffset _nextSweep, _nextPurge;
    private TimeSpan _untilDue = Poll;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await carrier.ReadyAsync(stoppingToken);
                if (isFirst)
                    await outbox.MakeDueAsync(stoppingToken);
                isFirst = false;
                if (await outbox.PublishDueAsync(CarryAsync, stoppingToken) == options.Window)
                    await Task.WhenAll(DrainAsync(tidies: true, stoppingToken), DrainAsync(tidies: false, stoppingToken));
                var toSweep = await Tidy(stoppingToken);
                if (_isFruitless)
                    await Task.Delay(AfterFailure, clock, stoppingToken);
                else
                    await bell.WaitAsync(toSweep ? TimeSpan.FromSeconds(1) : _untilDue, stoppingToken);
                _isFruitless = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Halted(log, failure.GetType().Name);
                await Task.Delay(AfterFailure, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Two at once where much waits: while one window's confirms are awaited, the other is taken out or marked.
    private async Task DrainAsync(bool tidies, CancellationToken cancellation)
    {
        while (!_isFruitless && await outbox.PublishDueAsync(CarryAsync, cancellation) > 0)
            if (tidies)
                await Tidy(cancellation);
    }

    private async Task<IReadOnlySet<Guid>> CarryAsync(IReadOnlyList<OutboxMessage> messages, CancellationToken cancellation)
    {
        var (confirmed, failures) = await carrier.CarryAsync(messages, cancellation);
        if (failures.Count > 0)
        {
            _isFruitless = true;
            NotTaken(log, failures.Count, failures[0].GetType().Name);
        }
        return confirmed;
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
        var untilDue = await outbox.UntilDueAsync(cancellation) ?? Poll;
        _untilDue = TimeSpan.FromSeconds(Math.Clamp(untilDue.TotalSeconds, 0.1, Poll.TotalSeconds));
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
