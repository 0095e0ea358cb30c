using System.Diagnostics;
using System.Globalization;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>A server ends, and is started again at once, as a supervisor would. Counted from its end.</summary>
internal sealed class ServerRestart(string id, string name, string server, Func<Servers, Task> end, TimeSpan bar) : Fault(id, name, bar)
{
    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var before = await site.Servers.PidAsync(server);
        var broken = Stopwatch.GetTimestamp();
        await end(site.Servers);
        if (await site.Servers.PidAsync(server) is { } still)
            throw new FaultMissedException($"{server} runs still, as {still}.");
        await site.Servers.StartAsync(server);
        var back = Stopwatch.GetElapsedTime(broken);
        var after = await site.Servers.PidAsync(server);
        if (before is null || after is null || before == after)
            throw new FaultMissedException($"{server} was {before} and is {after}.");
        await site.ServesAgainAsync();
        return new Inflicted(
            string.Create(CultureInfo.InvariantCulture, $"{server} was {before} and is {after}, back after {back.TotalSeconds:0.0} s"),
            Stopwatch.GetElapsedTime(broken));
    }
}
