using System.Diagnostics;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Retrieving;

/// <summary>B1: a study of 105 MB, one and four streams, against nginx to the same origin; warm, and the first gigabyte of a new process.</summary>
internal static class Throughput
{
    private const double Gigabyte = 1e9;
    private const int Starts = 3;

    public static async Task RunAsync(RetrievalSite site, BenchRun run, int rounds, CancellationToken cancellation)
    {
        await FirstGigabyteAsync(site, run, cancellation);
        await WarmedAsync(site, run, 1, rounds, cancellation);
        await WarmedAsync(site, run, 4, rounds, cancellation);
    }

    private static async Task WarmedAsync(RetrievalSite site, BenchRun run, int streams, int rounds, CancellationToken cancellation)
    {
        Console.WriteLine($"B1: {streams} × 105 MB at a time");
        var length = await site.VerifiedAsync(cancellation);
        var measured = await new Rounds(
        [
            await NodeAsync(site, length, streams),
            Of("nginx", site.Nginx(site.SlicesPath), site.Slices.Bytes, streams, site.Proxy.Tree),
            Of("direct", site.Direct(site.SlicesPath), site.Slices.Bytes, streams, null),
        ], rounds).RunAsync(cancellation);
        run.Keep($"B1 {streams}", measured);
        run.Judge($"B1 streams={streams}", "ratio", measured.Ratio("node", "nginx"), Bar.AtLeast(0.9));
        run.Judge($"B1 streams={streams}", "cpu_per_gb_ratio", measured.Ratio("node", "nginx", "cpuMsPerGb"), Bar.AtMost(2));
    }

    // A process that has just begun compiles while it copies; the node is started anew for each round, nginx has nothing to compile.
    private static async Task FirstGigabyteAsync(RetrievalSite site, BenchRun run, CancellationToken cancellation)
    {
        Console.WriteLine($"B1: the first gigabyte of a new process, {Starts} starts");
        var length = await site.VerifiedAsync(cancellation);
        var measured = await new Rounds(
        [
            new Variant("node", async stop =>
            {
                await site.Site.StartNodesAsync();
                return await (await NodeAsync(site, length, 1)).RunAsync(stop);
            }),
            Of("nginx", site.Nginx(site.SlicesPath), site.Slices.Bytes, 1, site.Proxy.Tree),
        ], Starts, warmUps: 0).RunAsync(cancellation);
        run.Keep("B1 first GB", measured);
        run.Judge("B1 first_gb", "ratio", measured.Ratio("node", "nginx"), Bar.AtLeast(0.7));
    }

    private static async Task<Variant> NodeAsync(RetrievalSite site, long length, int streams) =>
        Of("node", await site.NodeAsync(site.SlicesPath), length, streams, site.Site.Node);

    /// <summary>A gigabyte, or a little more, in studies; units are megabytes.</summary>
    private static Variant Of(string name, Reader reader, long length, int streams, ProcessTree? passesOn) => new(name, async cancellation =>
    {
        var each = (int)Math.Ceiling(Gigabyte / length / streams);
        var cpu = passesOn?.CpuMs() ?? 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => Task.Run(async () =>
        {
            for (var study = 0; study < each; study++)
                if ((await reader.ReadAsync(cancellation)).Bytes != length)
                    throw new InvalidOperationException($"{name} gave another length than {length}.");
        }, cancellation)));
        var took = Stopwatch.GetElapsedTime(began);
        var megabytes = (double)length * each * streams / 1e6;
        return new Sample(megabytes, took).With("cpuMsPerGb", ((passesOn?.CpuMs() ?? 0) - cpu) / megabytes * 1000);
    });
}
