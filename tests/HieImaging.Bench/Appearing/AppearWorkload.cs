using HieImaging.Bench.Measuring;
using HieImaging.Bench.Peers;

namespace HieImaging.Bench.Appearing;

/// <summary>R3: a manifest submitted at one hospital until a search by the other hospital's number holds it; the bare pipeline beside it.</summary>
internal static class AppearWorkload
{
    private const int People = 500;
    private const int BodyBytes = 2500;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <param name="time">At 200 a second; the other runs are shorter.</param>
    public static async Task RunAsync(Site site, BenchRun run, TimeSpan time, CancellationToken cancellation)
    {
        Console.WriteLine($"R3: {People} people whom two hospitals know");
        var people = await SharedPeople.FedAsync(site, People, cancellation);
        await new Appearances(site, people, bulk: false).RunAsync(200, WarmUp, cancellation);
        await new Appearances(site, people, bulk: true).RunAsync(100, WarmUp, cancellation);
        await site.SettledAsync();

        await JudgeAsync(run, "R3", new Appearances(site, people, bulk: false), 200, time, judged: true, cancellation);
        await JudgeAsync(run, "R3 bulk", new Appearances(site, people, bulk: true), 200, time / 4, judged: false, cancellation);
        await site.SettledAsync(TimeSpan.FromMinutes(1));
        await JudgeAsync(run, "R3 1000/s", new Appearances(site, people, bulk: false), 1000, time / 12, judged: false, cancellation);
        await BareAsync(site, run, 200, time / 4, cancellation);
        await BareAsync(site, run, 1000, time / 12, cancellation);
    }

    private static async Task JudgeAsync(
        BenchRun run, string name, Appearances appearances, double perSecond, TimeSpan time, bool judged, CancellationToken cancellation)
    {
        var result = await appearances.RunAsync(perSecond, time, cancellation);
        Console.WriteLine(FormattableString.Invariant(
            $"  {name}: {result.Latency.Count} found, {result.Failed} not; accepted p50 {appearances.Accepted.PercentileMs(0.5):0.0} p99 {appearances.Accepted.PercentileMs(0.99):0.0} ms; accepted to found p50 {appearances.AcceptedToFound.PercentileMs(0.5):0.0} p99 {appearances.AcceptedToFound.PercentileMs(0.99):0.0} max {appearances.AcceptedToFound.Max.TotalMilliseconds:0.0} ms {result.FirstFailure?.Message}"));
        run.Judge(name, "p50_ms", Spread.Once(result.Latency.PercentileMs(0.5)), judged ? Bar.AtMost(15) : null);
        run.Judge(name, "p99_ms", Spread.Once(result.Latency.PercentileMs(0.99)), judged ? Bar.AtMost(run.IsNoisy ? 250 : 50) : null);
        run.Judge(name, "lost", Spread.Once(result.Failed), judged ? Bar.AtMost(0) : null);
    }

    private static async Task BareAsync(Site site, BenchRun run, double perSecond, TimeSpan time, CancellationToken cancellation)
    {
        await using var bare = await BarePipeline.StartAsync(
            await site.Servers.NewDatabaseAsync(), await site.Servers.NewBusAsync(), BodyBytes, cancellation);
        var number = 0L;
        await new OpenLoop(perSecond, (_, _, stop) => bare.SendAsync(Interlocked.Increment(ref number), stop)).RunAsync(TimeSpan.FromSeconds(2), cancellation);
        var result = await new OpenLoop(perSecond, (_, _, stop) => bare.SendAsync(Interlocked.Increment(ref number), stop)).RunAsync(time, cancellation);
        var sample = result.ToSample();
        run.Judge($"R3 bare {perSecond}/s", "p50_ms", Spread.Once(sample["p50Ms"]), null);
        run.Judge($"R3 bare {perSecond}/s", "p99_ms", Spread.Once(sample["p99Ms"]), null);
    }
}
