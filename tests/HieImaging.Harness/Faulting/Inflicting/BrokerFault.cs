using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// Without RabbitMQ submissions are acknowledged and queries answered; afterwards everything that was said meanwhile is heard by everybody.
/// Counted until that, from when RabbitMQ could be used again; where it has to start, from its end.
/// </summary>
/// <param name="breaks">Breaks it and makes sure; the evidence.</param>
/// <param name="length">For so long it stays broken; zero: it is mended at once, and takes its time.</param>
internal sealed class BrokerFault(
    string id, string name, Func<Servers, Task<string>> breaks, Func<Servers, Task> mends, TimeSpan length)
    : Fault(id, name, TimeSpan.FromSeconds(30))
{
    private static readonly TimeSpan ServedWithin = TimeSpan.FromSeconds(10), HeardWithin = TimeSpan.FromMinutes(2);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var (broken, away) = (Stopwatch.GetTimestamp(), 0L);
        string evidence;
        TimeSpan served;
        try
        {
            evidence = await breaks(site.Servers);
            away = Stopwatch.GetTimestamp();
            served = await site.ServesAgainAsync(ServedWithin);
            await Task.Delay(length, cancellation);
        }
        finally
        {
            broken = length > TimeSpan.Zero ? Stopwatch.GetTimestamp() : broken;
            await mends(site.Servers);
        }
        await Deadline.Until("RabbitMQ answers", () => AnswersAsync(site.Servers.Bus), HeardWithin);
        var answers = Stopwatch.GetTimestamp();
        var heard = await HeardAsync(site);
        return new Inflicted(
            string.Create(CultureInfo.InvariantCulture, $"{evidence}; submissions and queries served {served.TotalSeconds:0.0} s after it; away for {Stopwatch.GetElapsedTime(away, answers).TotalSeconds:0.0} s; all heard {heard.TotalSeconds:0.0} s after it answered again, {Stopwatch.GetElapsedTime(broken).TotalSeconds:0.0} s after {(length > TimeSpan.Zero ? "it was let go" : "its end")}"),
            Stopwatch.GetElapsedTime(broken));
    }

    /// <summary>Until everything that was said before now has been heard; the workload goes on.</summary>
    private static async Task<TimeSpan> HeardAsync(FaultSite site)
    {
        var began = Stopwatch.GetTimestamp();
        var now = (DateTime)(await site.ScalarAsync("select clock_timestamp()"))!;
        await Deadline.Until("all is heard", async () => await site.ScalarAsync($"""
            select count(*) from document_store.outbox o where o.created_at < '{now:O}' and not exists (
              select from document_store.dead_letter d where d.message_id = o.message_id and d.dead_at is not null)
            """) is 0L, HeardWithin);
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<bool> AnswersAsync(string bus)
    {
        try
        {
            await using var connection = await new ConnectionFactory { Uri = new Uri(bus) }.CreateConnectionAsync();
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }
}
