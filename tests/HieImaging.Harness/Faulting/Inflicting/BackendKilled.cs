using System.Diagnostics;
using Npgsql;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>kill -9 of one process of PostgreSQL that works for the node: PostgreSQL ends all others too, and recovers.</summary>
internal sealed class BackendKilled(string id, TimeSpan bar) : Fault(id, "kill -9 of one backend of PostgreSQL", bar)
{
    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var backends = await BackendsAsync(site) ?? throw new FaultMissedException("The node has no connection.");
        var victim = backends[random.Next(backends.Length)];
        var postmaster = await site.Servers.PidAsync("postgres");
        var broken = Stopwatch.GetTimestamp();
        await ProcessStatus.SignalAsync("KILL", victim);
        var after = await Deadline.Until("PostgreSQL has other backends", async () =>
            await BackendsAsync(site) is { } now && !now.Intersect(backends).Any() ? now : null);
        if (await site.Servers.PidAsync("postgres") != postmaster)
            throw new FaultMissedException("The postmaster is another: more was killed than one backend.");
        await site.ServesAgainAsync();
        return new Inflicted(
            $"backend {victim} killed, none of {backends.Length} connections survived, {after.Length} are new", Stopwatch.GetElapsedTime(broken));
    }

    private static async Task<int[]?> BackendsAsync(FaultSite site)
    {
        try
        {
            return await site.ScalarAsync("select array_agg(pid) from pg_stat_activity where application_name = 'hie-node' and state is not null") as int[];
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
