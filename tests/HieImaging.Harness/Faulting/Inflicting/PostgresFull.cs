using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// The volume on which audit records lie is full (the node itself writes no file): PostgreSQL says 53100, doors say 503, and all is well when
/// there is room again. Needs a right to mount.
/// </summary>
internal sealed class PostgresFull(string id, TimeSpan bar) : Fault(id, "PostgreSQL's volume is full", bar)
{
    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var volume = Checkout.NewFolder("volume");
        var owner = await RunningProcess.RunAsync("stat", ["-c", "%u", $"/proc/{await site.Servers.PidAsync("postgres")}"]);
        await RunningProcess.RunAsync("mount", ["-t", "tmpfs", "-o", $"size=96m,mode=0700,uid={owner}", "tmpfs", volume]);
        try
        {
            return await OnAsync(site, volume, cancellation);
        }
        finally
        {
            await MoveAsync(site, "pg_default");
            await RunSql(site, "drop tablespace if exists small");
            await RunningProcess.RunAsync("umount", ["-l", volume]);
        }
    }

    private static async Task<Inflicted> OnAsync(FaultSite site, string volume, CancellationToken cancellation)
    {
        using var probe = await Probe.OfAsync(site);
        await RunSql(site, $"create tablespace small location '{volume}'");
        await MoveAsync(site, "small");
        var filler = Path.Combine(volume, "filler");
        Fill(filler);
        var state = await NoRoomAsync(site);
        var refused = await Deadline.Until("a door says that there is no room", async () =>
            await probe.SearchAsync() is { Status: 503 } answer ? answer : null, TimeSpan.FromSeconds(60));
        File.Delete(filler);
        var began = Stopwatch.GetTimestamp();
        await site.ServesAgainAsync();
        return new Inflicted(
            string.Create(CultureInfo.InvariantCulture, $"PostgreSQL said {state}, a search was refused with 503 within {refused.Took.TotalSeconds:0.0} s"),
            Stopwatch.GetElapsedTime(began));
    }

    private static async Task<string> NoRoomAsync(FaultSite site)
    {
        try
        {
            await RunSql(site, "create table public.too_much tablespace small as select repeat('x', 1000) from generate_series(1, 100000)");
        }
        catch (PostgresException refused) when (refused.SqlState == "53100")
        {
            return refused.SqlState;
        }
        throw new FaultMissedException("There is room yet.");
    }

    private static void Fill(string filler)
    {
        using var file = new FileStream(filler, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        var some = new byte[1 << 16];
        try
        {
            while (true)
                file.Write(some);
        }
        catch (IOException)
        {
            // Full: that is what is wanted.
        }
    }

    private static async Task MoveAsync(FaultSite site, string tablespace)
    {
        foreach (var what in (string[])["table trust.audit_record", "index trust.audit_record_pkey"])
            await RunSql(site, $"alter {what} set tablespace {tablespace}");
    }

    private static Task RunSql(FaultSite site, string sql) => Servers.RunAsync(site.Database, sql);
}
