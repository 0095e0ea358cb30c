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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Recurring.RunAsync(options.Value.SealEvery, clock, SealAsync, failure => Delayed(logger, failure), stoppingToken);

    private async Task SealAsync(CancellationToken cancellation)
    {
        while (await AuditSealing.SealAsync(store, cancellation) > 0)
        {
        }
        if (clock.GetUtcNow() - _signed < options.Value.CheckpointEvery)
            return;
        await AuditCheckpoints.SignAsync(store, options.Value, cancellation);
        _signed = clock.GetUtcNow();
    }

    [LoggerMessage(5301, LogLevel.Warning, "The audit trail could not be sealed now ({Failure}); what waits is sealed later.")]
    private static partial void Delayed(ILogger logger, string failure);
}
