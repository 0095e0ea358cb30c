using HieImaging.DocumentStore;
using HieImaging.Registry.Documents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HieImaging.Registry.Receiving;

/// <summary>Forgets what large intakes had sent when the process that took it died: nobody was told of it.</summary>
internal sealed partial class ForgetUnfinishedIntakesJob(Store store, TimeProvider clock, ILogger<ForgetUnfinishedIntakesJob> log) : BackgroundService
{
    // Nobody sends for longer; and every one is looked for more than once.
    private static readonly TimeSpan Every = TimeSpan.FromHours(1), Youngest = TimeSpan.FromHours(3), Oldest = TimeSpan.FromDays(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Recurring.RunAsync(Every, clock, ForgetAsync, failure => Delayed(log, failure), stoppingToken, atOnce: true);

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        session.Enqueue(Intake.ForgetBetween(session.Now - Oldest, session.Now - Youngest));
        await session.SaveChangesAsync(cancellation);
    }

    [LoggerMessage(3406, LogLevel.Warning, "What unfinished intakes left could not be forgotten now ({Failure}).")]
    private static partial void Delayed(ILogger log, string failure);
}
