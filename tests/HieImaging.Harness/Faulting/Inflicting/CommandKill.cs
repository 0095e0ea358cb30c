using System.Diagnostics;
using System.Globalization;
using System.Text;
using HieImaging.PretendFacility.Proxying;
using Npgsql;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>kill -9 of a command of <c>hie-node</c> while one of its statements is on the wire; run again, it ends its work.</summary>
public abstract class CommandKill(string id, string name, string statement, int skip, params string[] verb) : Fault(id, name, TimeSpan.FromSeconds(10))
{
    /// <summary>It goes through whatever a long run has left, and the exchange serves meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var database = await PrepareAsync(site);
        var to = new NpgsqlConnectionStringBuilder(database);
        await using var proxy = TcpProxy.Start(to.Port);
        var settings = new Dictionary<string, string>(site.Settings)
        {
            ["ConnectionStrings__Postgres"] = new NpgsqlConnectionStringBuilder(database) { Port = proxy.Port, MaxAutoPrepare = 0 }.ConnectionString,
        };
        int pid, hits;
        await using (var command = NodeProcess.Start(settings, verb))
        using (var watch = proxy.ToServer.Watch(Encoding.ASCII.GetBytes(statement), random.Next(skip + 1)))
        {
            await Task.WhenAny(watch.Caught, command.ExitAsync(TimeSpan.FromMinutes(1)));
            if (!watch.Caught.IsCompleted)
                throw new FaultMissedException($"It ended before it was caught: {string.Join(" ", command.Lines.TakeLast(5))}");
            (pid, hits) = (command.Id, watch.Hits);
            await command.KillAsync();
            proxy.Reset();
        }
        var served = await site.ServesAgainAsync();
        var started = Stopwatch.GetTimestamp();
        var (code, said) = await NodeProcess.TryAsync(settings, Patience, verb);
        if (code != 0)
            throw new FaultMissedException($"Run again it ended with {code}: {said}");
        var took = Stopwatch.GetElapsedTime(started);
        await DoneAsync(site, settings);
        return new Inflicted(string.Create(CultureInfo.InvariantCulture, $"{pid} killed at hit {hits}; run again it ended after {took.TotalSeconds:0.0} s"), served);
    }

    /// <summary>Makes something to be done; the database that it is done in.</summary>
    protected abstract Task<string> PrepareAsync(FaultSite site);

    /// <summary>Makes sure that all of it is done.</summary>
    protected abstract Task DoneAsync(FaultSite site, Dictionary<string, string> settings);
}
