using System.Diagnostics;
using System.Globalization;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>F13: two nodes behind a load balancer, one of which is killed every 15 s. A client that tries again hardly notices.</summary>
internal sealed class OneOfTwoNodes() : Fault("F13", "kill -9 of one of two nodes every 15 s", TimeSpan.FromSeconds(10))
{
    private const int Kills = 4;
    private const double MostErrors = 0.01;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var added = await site.AddNodeAsync();
        await site.ServesAgainAsync();
        var (before, failed, slowest) = (site.Work.Answered, site.Work.FailedReads, TimeSpan.Zero);
        for (var kill = 0; kill < Kills; kill++)
        {
            var rhythm = Task.Delay(Every, cancellation);
            var victim = site.Nodes[kill % 2 == 0 ? 0 : site.Nodes.Count - 1];
            var pid = victim.Id;
            await victim.KillAsync();
            var started = Stopwatch.GetTimestamp();
            var back = await site.RestartNodeAsync(victim);
            if (Stopwatch.GetElapsedTime(started) is var took && took > slowest)
                slowest = took;
            if (back.Id == pid)
                throw new FaultMissedException("The process is the same as before.");
            added = victim == added ? back : added;
            await rhythm;
        }
        (before, failed) = (site.Work.Answered - before, site.Work.FailedReads - failed);
        await site.RemoveNodeAsync(added);
        await site.ServesAgainAsync();
        if (failed > MostErrors * (before + failed))
            throw new FaultMissedException($"{failed} of {before + failed} reads failed, however often they were tried.");
        return new Inflicted(string.Create(CultureInfo.InvariantCulture, $"{Kills} kills; {failed} of {before + failed} reads failed"), slowest);
    }
}
