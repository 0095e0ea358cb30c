using System.Diagnostics;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Retrieving;

/// <summary>B2: how much later than from the archive itself the first byte of an instance comes through the node, its token known.</summary>
internal static class FirstByte
{
    private const int Asked = 100;

    public static async Task RunAsync(RetrievalSite site, BenchRun run, int rounds, CancellationToken cancellation)
    {
        Console.WriteLine($"B2: first byte of an instance of 525 KB, {Asked} a round");
        var measured = await new Rounds(
        [
            Of("node", await site.NodeAsync(site.InstancePath)),
            Of("nginx", site.Nginx(site.InstancePath)),
            Of("direct", site.Direct(site.InstancePath)),
        ], rounds, warmUps: 3).RunAsync(cancellation);
        run.Keep("B2", measured);
        run.Judge("B2", "p50_ms_over_direct", measured.Difference("node", "direct", "firstByteMs"), Bar.AtMost(3));
        run.Judge("B2 nginx", "p50_ms_over_direct", measured.Difference("nginx", "direct", "firstByteMs"), null);
    }

    private static Variant Of(string name, Reader reader) => new(name, async cancellation =>
    {
        var firstBytes = new LatencyHistogram();
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; number < Asked; number++)
            firstBytes.Record((await reader.ReadAsync(cancellation)).FirstByte);
        return new Sample(Asked, Stopwatch.GetElapsedTime(began)).With("firstByteMs", firstBytes.PercentileMs(0.5));
    });
}
