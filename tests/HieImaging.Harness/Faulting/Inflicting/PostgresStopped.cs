using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// PostgreSQL with all its processes stands still: who asks meanwhile is refused within 5 s, the node grows no threads and no queue, and is
/// well afterwards.
/// </summary>
/// <param name="lengths">Seconds, of which chance chooses.</param>
internal sealed class PostgresStopped(string id, TimeSpan bar, int[] lengths) : Fault(id, "PostgreSQL stands still (SIGSTOP)", bar)
{
    private const int MoreThreads = 60;
    private const long MoreMemory = 256L << 20;

    private static readonly TimeSpan RefusedWithin = TimeSpan.FromSeconds(5.5);         // 5 s, and what the clients' own machine takes

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var length = TimeSpan.FromSeconds(lengths[random.Next(lengths.Length)]);
        using var probe = await Probe.OfAsync(site);
        var postmaster = await site.Servers.PidAsync("postgres") ?? throw new FaultMissedException("PostgreSQL does not run.");
        var (node, before) = (site.Nodes[0].Id, ProcessStatus.Of(site.Nodes[0].Id));
        var stopped = ProcessStatus.Family(postmaster);
        var answers = new ConcurrentBag<ProbeAnswer>();
        var (asking, threads, memory) = (new List<Task>(), 0, 0L);
        try
        {
            await ProcessStatus.StopAsync(stopped);
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < length; await Task.Delay(250, cancellation))
            {
                if (Stopwatch.GetElapsedTime(began) < length - RefusedWithin)
                    asking.Add(Task.Run(async () => answers.Add(await probe.SearchAsync()), cancellation));
                var now = ProcessStatus.Of(node);
                (threads, memory) = (Math.Max(threads, now.Threads), Math.Max(memory, now.ResidentBytes));
            }
            await Task.WhenAll(asking);
        }
        finally
        {
            await ProcessStatus.SignalAsync("CONT", stopped);
        }

        var again = await site.ServesAgainAsync();
        var slowest = answers.Max(answer => answer.Took);
        if (answers.FirstOrDefault(answer => answer.Status != 503) is { } other)
            throw new FaultMissedException($"A search was answered {other.Status} after {other.Took} while PostgreSQL stood still.");
        if (slowest > RefusedWithin)
            throw new FaultMissedException($"A search was refused after {slowest} only.");
        if (threads > before.Threads + MoreThreads || memory > before.ResidentBytes + MoreMemory)
            throw new FaultMissedException($"The node grew from {before} to {threads} threads and {memory >> 20} MiB.");
        return new Inflicted(string.Create(CultureInfo.InvariantCulture,
            $"{length.TotalSeconds} s, {answers.Count} searches answered 503 within {slowest.TotalSeconds:0.0} s; threads {before.Threads}, at most {threads}; memory {before.ResidentBytes >> 20} MiB, at most {memory >> 20}"),
            again);
    }
}
