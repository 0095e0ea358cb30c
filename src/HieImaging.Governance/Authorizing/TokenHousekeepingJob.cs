using HieImaging.DocumentStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HieImaging.Governance.Authorizing;

/// <summary>Forgets assertions that have expired and turns the signing keys.</summary>
internal sealed partial class TokenHousekeepingJob(
    Store store, TokenKeyring keyring, TimeProvider clock, ILogger<TokenHousekeepingJob> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await using (var session = await store.OpenSession(stoppingToken))
                {
                    await session.ExecuteAsync($"delete from record_locator.used_jti where expires < {session.Now}", stoppingToken);
                    await session.SaveChangesAsync(stoppingToken);
                }
                await keyring.TurnAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Delayed(logger, failure.GetType().Name);
            }
    }

    [LoggerMessage(5201, LogLevel.Warning, "Used assertions and signing keys could not be tidied now ({Failure}).")]
    private static partial void Delayed(ILogger logger, string failure);
}
