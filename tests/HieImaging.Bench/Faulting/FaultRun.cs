using System.Diagnostics;
using System.Globalization;
using HieImaging.Harness.Faulting;
using HieImaging.Harness.Faulting.Checking;
using HieImaging.Harness.Faulting.Inflicting;
using HieImaging.Harness.Faulting.Working;

namespace HieImaging.Bench.Faulting;

/// <summary>One long run: faults one after the other under a workload that never stops, and the checker at the end.</summary>
internal sealed class FaultRun(int seed, TimeSpan atLeast, IReadOnlyList<Fault> faults, bool aProcessARole)
{
    private const int ShownOfAKind = 5;

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
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            _missed++;
            Say($"{fault.Id} {fault.Name}: FAILED: {(failure is FaultMissedException or TimeoutException ? failure.Message : failure)}");
            await site.MendAsync();
        }
        foreach (var wrong in site.Work.Wrong.Take(3))
            Say($"  wrong: {wrong}");
    }

    private async Task<int> JudgeAsync(FaultSite site)
    {
        var verdict = await new Aftermath(site).JudgeAsync();
        foreach (var property in verdict.Findings.GroupBy(finding => (finding.Property, finding.Harm)))
        {
            Say($"{property.Key.Property} {property.Key.Harm}: {property.Count()}");
            foreach (var finding in property.Take(ShownOfAKind))
                Say("  " + finding.What);
        }
        Say($"{verdict.Refused} refused, {verdict.Open} open, {verdict.Reads} reads answered, {site.Work.FailedReads} given up, {site.Work.HeldBack} held back; "
            + $"{_missed} faults missed, {_late} recovered late");
        Console.WriteLine($"operations={verdict.Operations} faults={_inflicted} {verdict}");
        return verdict.Holds && _missed + _late == 0 ? 0 : 1;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private static void Say(string line) => Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {line}");
}
