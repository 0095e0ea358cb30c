using System.Diagnostics;
using System.Text;
using HieImaging.PretendFacility.Proxying;
using Npgsql;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>kill -9 of a command of <c>hie-node</c> while one of its statements is on the wire; run again, it ends its work.</summary>
public abstract class CommandKill(string id, string name, string statement, int skip, params string[] verb) : Fault(id, name, TimeSpan.FromSeconds(60))
{
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
        var started = Stopwatch.GetTimestamp();
        await NodeProcess.RunAsync(settings, verb);
        var took = Stopwatch.GetElapsedTime(started);
        await DoneAsync(site, settings);
        return new Inflicted($"{pid} killed at hit {hits}; run again it came to its end", took);
    }

    /// <summary>Makes something to be done; the database that it is done in.</summary>
    protected abstract Task<string> PrepareAsync(FaultSite site);

    /// <summary>Makes sure that all of it is done.</summary>
    protected abstract Task DoneAsync(FaultSite site, Dictionary<string, string> settings);
}
