using System.Diagnostics;
using System.Globalization;
using HieImaging.Harness.Faulting;
using HieImaging.Harness.Faulting.Inflicting;
using HieImaging.Harness.Faulting.Working;

namespace HieImaging.Bench.Faulting;

/// <summary>One long run: faults one after the other under a workload that never stops, and the checker at the end.</summary>
internal sealed class FaultRun(int seed, TimeSpan atLeast, IReadOnlyList<Fault> faults, bool aProcessARole)
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(60);

    private int _inflicted, _missed, _late;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        Say($"seed {seed}, {faults.Count} faults, {(aProcessARole ? "one process a role" : "all roles in one process")}");
        string?[] topology = aProcessARole ? ["registry", "identity", "broker", "governance"] : [null];
        var site = new FaultSite(topology);
        try
        {
            await site.InitializeAsync();
            var work = await site.BeginAsync(seed, Rates.Usual);
            Say($"history {work.HistoryFile}");
            await InflictAllAsync(site, cancellation);
            return await JudgeAsync(site);
        }
        finally
        {
            await site.DisposeAsync();
        }
    }

    private async Task InflictAllAsync(FaultSite site, CancellationToken cancellation)
    {
        var (random, started) = (new Random(seed), Stopwatch.GetTimestamp());
        do
        {
            var order = faults.ToArray();
            random.Shuffle(order);
            foreach (var fault in order)
            {
                if (_inflicted + _missed >= faults.Count && Stopwatch.GetElapsedTime(started) >= atLeast)
                    return;
                await InflictAsync(site, fault, new Random(random.Next()), cancellation);
            }
        }
        while (Stopwatch.GetElapsedTime(started) < atLeast);
    }

    private async Task InflictAsync(FaultSite site, Fault fault, Random random, CancellationToken cancellation)
    {
        try
        {
            var inflicted = await fault.InflictAsync(site, random, cancellation);
            _inflicted++;
            var isLate = inflicted.Recovery > fault.Bar;
            _late += isLate ? 1 : 0;
            Say($"{fault.Id} {fault.Name}: happened ({inflicted.Evidence}); recovered in {Seconds(inflicted.Recovery)}, bar {Seconds(fault.Bar)}{(isLate ? ", MISSED" : "")}");
        }
        catch (Exception failure) when (failure is FaultMissedException or TimeoutException)
        {
            _missed++;
            Say($"{fault.Id} {fault.Name}: FAILED: {failure.Message}");
        }
        foreach (var wrong in site.Work.Wrong.Take(3))
            Say($"  wrong: {wrong}");
    }

    private async Task<int> JudgeAsync(FaultSite site)
    {
        var stuck = await site.Work.EndAsync(Drain);
        foreach (var one in stuck.Take(5))
            Say($"never acknowledged: {one}");
        await site.SettledAsync(Drain);
        Say($"operations={site.Work.Acknowledged} faults={_inflicted} missed={_missed} late={_late}");
        return _missed + _late + stuck.Count + site.Work.Wrong.Count == 0 ? 0 : 1;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private static void Say(string line) => Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {line}");
}
