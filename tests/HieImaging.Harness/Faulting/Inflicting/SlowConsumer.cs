using System.Diagnostics;
using System.Globalization;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// A consumer that is slow, and what gathers before it: the node's memory stays bounded, submissions and queries go on, and once it is mended
/// the backlog drains.
/// </summary>
internal sealed class SlowConsumer(string id, int backlog) : Fault(id, $"a slow consumer and {backlog} messages before it", TimeSpan.FromSeconds(backlog / 200.0))
{
    private const long MoreMemory = 256L << 20;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(12), Patience = TimeSpan.FromMinutes(4);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var (node, before) = (site.Nodes[^1].Id, ProcessStatus.Of(site.Nodes[^1].Id));
        await using var facts = await SaidFacts.BeginAsync(site, "perform pg_sleep(0.5)");
        await facts.SayAsync(backlog, 0);
        var (memory, began) = (0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(began) < Slow)
        {
            await site.ServesAgainAsync();
            memory = Math.Max(memory, ProcessStatus.Of(node).ResidentBytes);
            await Task.Delay(200, cancellation);
        }
        var taken = await facts.ConsumedAsync(marked: true);
        if (taken > backlog / 2)
            throw new FaultMissedException($"{taken} of {backlog} were consumed: the consumer is not slow.");

        await facts.MendAsync();
        var mended = Stopwatch.GetTimestamp();
        await Deadline.Until("the backlog is consumed", async () =>
        {
            memory = Math.Max(memory, ProcessStatus.Of(node).ResidentBytes);
            return await facts.ConsumedAsync(marked: true) == backlog;
        }, Patience);
        var drained = Stopwatch.GetElapsedTime(mended);
        if (memory > before.ResidentBytes + MoreMemory)
            throw new FaultMissedException($"The node grew from {before.ResidentBytes >> 20} to {memory >> 20} MiB.");
        return new Inflicted(string.Create(CultureInfo.InvariantCulture,
            $"{taken} consumed in {Slow.TotalSeconds} s, then {(backlog - taken) / drained.TotalSeconds:0} a second; memory {before.ResidentBytes >> 20} MiB, at most {memory >> 20}"), drained);
    }
}
