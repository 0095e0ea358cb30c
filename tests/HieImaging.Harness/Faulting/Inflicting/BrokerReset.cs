using System.Diagnostics;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>F27: RabbitMQ comes back knowing nothing. Submissions are taken without it, and the outbox publishes again what the queues held.</summary>
internal sealed class BrokerReset() : Fault("F27", "the broker is reset, all queues are lost", TimeSpan.FromSeconds(60))
{
    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var before = await site.Servers.PidAsync("rabbitmq");
        await site.Servers.StopAsync("rabbitmq");
        var stopped = Stopwatch.GetTimestamp();
        await Deadline.Until("submissions are taken without a broker", () => Task.FromResult(site.Work.HasTakenSince(stopped)));
        var waiting = await site.ScalarAsync("select count(*) from document_store.outbox");
        var last = await site.ScalarAsync("select now()::text");
        site.Servers.ForgetBroker();
        await site.Servers.StartAsync("rabbitmq");
        if (await site.Servers.PidAsync("rabbitmq") is not { } pid || pid == before)
            throw new FaultMissedException("The broker is the same process as before.");
        var started = Stopwatch.GetTimestamp();
        await Deadline.Until(
            "what waited while the broker was away is consumed",
            async () => await site.ScalarAsync($"select count(*) from document_store.outbox where created_at < '{last}'") is 0L, TimeSpan.FromMinutes(2));
        var took = Stopwatch.GetElapsedTime(started);
        await site.ServesAgainAsync();
        return new Inflicted($"{before} stopped and forgotten, {pid} in its place; {waiting} messages had waited", took);
    }
}
