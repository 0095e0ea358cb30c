using HieImaging.DocumentStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HieImaging.Governance.Auditing;

/// <summary>Seals as records come and signs a checkpoint every minute; an outage of the store delays it and loses nothing.</summary>
internal sealed partial class AuditSealingJob(
    Store store, IOptions<AuditOptions> options, TimeProvider clock, ILogger<AuditSealingJob> logger) : BackgroundService
{
    private DateTimeOffset _signed = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SealEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                while (await AuditSealing.SealAsync(store, stoppingToken) > 0)
                {
                }
                if (clock.GetUtcNow() - _signed >= options.Value.CheckpointEvery)
                {
                    await AuditCheckpoints.SignAsync(store, options.Value, stoppingToken);
                    _signed = clock.GetUtcNow();
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Delayed(logger, failure.GetType().Name);
            }
    }

    [LoggerMessage(5301, LogLevel.Warning, "The audit trail could not be sealed now ({Failure}); what waits is sealed later.")]
    private static partial void Delayed(ILogger logger, string failure);
}
