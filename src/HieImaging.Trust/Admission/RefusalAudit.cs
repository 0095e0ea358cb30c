using System.Collections.Concurrent;
using HieImaging.DocumentStore;
using HieImaging.Trust.Audit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HieImaging.Trust.Admission;

/// <summary>
/// Audits refusals, each in a small transaction of its own. Of a client that we know: every one. Of nobody we know: the first of a kind at
/// once, the rest counted and written as one record every ten seconds, so that knocking without a key does not fill the store; and the same
/// of a client that we know where it is refused for coming too fast or too many.
/// </summary>
public sealed partial class RefusalAudit(Store store, TimeProvider clock, ILogger<RefusalAudit> logger) : BackgroundService
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Transaction, string? Code, string? Client), Tally> _counted = new();

    /// <summary>Does not hang on the request: a caller that hangs up is written down too.</summary>
    public Task TellAsync(AuditRecord refusal) => refusal.Client is null ? CountAsync(refusal) : WriteAsync([refusal]);

    /// <summary>The first of its transaction, code and client at once, the others of ten seconds as one record that counts them.</summary>
    public Task CountAsync(AuditRecord refusal)
    {
        var tally = _counted.GetOrAdd((refusal.Transaction, refusal.Code, refusal.Client), _ => new Tally(refusal));
        return tally.IsFirst() ? WriteAsync([refusal]) : Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Window, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync();
        }
        catch (OperationCanceledException)
        {
        }
        await FlushAsync();
    }

    private Task FlushAsync()
    {
        var counted = new List<AuditRecord>();
        foreach (var (kind, tally) in _counted)
            if (_counted.TryRemove(kind, out _) && tally.Further() is > 0 and var further)
                counted.Add(tally.Kind with { Count = further, Trace = null });
        return counted.Count == 0 ? Task.CompletedTask : WriteAsync([.. counted]);
    }

    // The refusal stands whether or not it can be written; only what is granted depends on its audit.
    private async Task WriteAsync(AuditRecord[] refusals)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            await using var session = await store.OpenSession(patience.Token);
            foreach (var refusal in refusals)
                AuditTrail.Append(session, refusal);
            await session.SaveChangesAsync(patience.Token);
        }
        catch (Exception failure)
        {
            Unwritten(logger, refusals.Sum(refusal => refusal.Count), refusals[0].Transaction, failure.GetType().Name);
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "{Count} refusals of {Transaction} could not be written to the audit trail ({Failure}).")]
    private static partial void Unwritten(ILogger logger, int count, string transaction, string failure);

    private sealed class Tally(AuditRecord kind)
    {
        private int _seen;

        public AuditRecord Kind => kind;

        public bool IsFirst() => Interlocked.Increment(ref _seen) == 1;

        /// <summary>Those after the first, which was written at once.</summary>
        public int Further() => Volatile.Read(ref _seen) - 1;
    }
}
