using HieImaging.DocumentStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HieImaging.Governance.Authorizing;

/// <summary>Forgets assertions that have expired and turns the signing keys.</summary>
internal sealed partial class TokenHousekeepingJob(
    Store store, TokenKeyring keyring, TimeProvider clock, ILogger<TokenHousekeepingJob> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Recurring.RunAsync(TimeSpan.FromMinutes(1), clock, TidyAsync, failure => Delayed(logger, failure), stoppingToken);

    private async Task TidyAsync(CancellationToken cancellation)
    {
        await using (var session = await store.OpenSession(cancellation))
        {
            await session.ExecuteAsync($"delete from record_locator.used_jti where expires < {session.Now}", cancellation);
            await session.SaveChangesAsync(cancellation);
        }
        await keyring.TurnAsync(cancellation);
    }

    [LoggerMessage(5201, LogLevel.Warning, "Used assertions and signing keys could not be tidied now ({Failure}).")]
    private static partial void Delayed(ILogger logger, string failure);
}
