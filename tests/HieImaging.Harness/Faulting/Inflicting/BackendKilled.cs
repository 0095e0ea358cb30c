using System.Diagnostics;
using Npgsql;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>kill -9 of one process of PostgreSQL that works for the node: PostgreSQL ends all others too, and recovers.</summary>
internal sealed class BackendKilled(string id, TimeSpan bar) : Fault(id, "kill -9 of one backend of PostgreSQL", bar)
{
    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var postmaster = await site.Servers.PidAsync("postgres");
        var (backends, victim, broken) = await Deadline.Until("a backend of the node is killed", () => KillAsync(site, random));
        var after = await Deadline.Until("PostgreSQL has other backends", async () =>
            await BackendsAsync(site) is { } now && !now.Intersect(backends).Any() ? now : null);
        if (await site.Servers.PidAsync("postgres") != postmaster)
            throw new FaultMissedException("The postmaster is another: more was killed than one backend.");
        await site.ServesAgainAsync();
        return new Inflicted(
            $"backend {victim} killed, none of {backends.Length} connections survived, {after.Length} are new", Stopwatch.GetElapsedTime(broken));
    }

    // A connection that nobody uses may be closed at this moment: then it is another's turn.
    private static async Task<Tuple<int[], int, long>?> KillAsync(FaultSite site, Random random)
    {
        if (await BackendsAsync(site) is not { Length: > 0 } backends)
            return null;
        var (victim, broken) = (backends[random.Next(backends.Length)], Stopwatch.GetTimestamp());
        try
        {
            await ProcessStatus.SignalAsync("KILL", victim);
        }
        catch (InvalidOperationException) when (!Directory.Exists($"/proc/{victim}"))
        {
            return null;
        }
        return Tuple.Create(backends, victim, broken);
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
