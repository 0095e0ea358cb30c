using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Studies;
using HieImaging.Trust.Audit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HieImaging.Broker.Retrieving;

/// <summary>Tells the audit trail how often kept admissions were used, once they are over, and ends those whose study has changed.</summary>
internal sealed partial class KeptAdmissionsJob(
    KeptAdmissions admissions, Store store, TimeProvider clock, ILogger<KeptAdmissionsJob> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        admissions.HearsNoMore();
        await TellAsync(all: true, cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ListenAsync(stoppingToken), TellAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await StudyChanges.ListenAsync(store, admissions.Hears, admissions.Changed, stopping);
            }
            catch (StoreUnavailableException)
            {
                // Each request is admitted by itself meanwhile.
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            finally
            {
                admissions.HearsNoMore();
            }
            await Task.Delay(Every, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                await TellAsync(all: false, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is left is told at the stop.
        }
    }

    private async Task TellAsync(bool all, CancellationToken cancellation)
    {
        var ended = admissions.TakeEnded(all);
        if (ended.Count == 0)
            return;
        try
        {
            await using var session = await store.OpenSession(cancellation);
            AuditTrail.Append(session, [.. ended.Select(one => one.Kept.Begun with
            {
                Until = null, Outcome = AuditOutcome.Success, Code = "complete", Count = one.Count,
            })]);
            await session.SaveChangesAsync(cancellation);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or TooCostlyException or OperationCanceledException)
        {
            admissions.GiveBack(ended);
            NotTold(log, ended.Count, failure.GetType().Name);
        }
    }

    [LoggerMessage(4103, LogLevel.Warning, "The ends of {Count} kept admissions were not told ({Failure}); they are told again.")]
    private static partial void NotTold(ILogger log, int count, string failure);
}
