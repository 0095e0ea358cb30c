using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Retrieving;

/// <summary>B3: frames of 512 KB, four clients: how many a second, and the slowest hundredth, against nginx.</summary>
internal static class Frames
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1.5);

    public static async Task RunAsync(RetrievalSite site, BenchRun run, int rounds, CancellationToken cancellation)
    {
        Console.WriteLine("B3: frames of 512 KB, four clients");
        var measured = await new Rounds(
        [
            Of("node", await site.NodeAsync(site.FramePath)), Of("nginx", site.Nginx(site.FramePath)),
        ], rounds, warmUps: 2).RunAsync(cancellation);
        run.Keep("B3", measured);
        run.Judge("B3", "ratio", measured.Ratio("node", "nginx"), Bar.AtLeast(0.9));
        run.Judge("B3", "p99_ratio", measured.Ratio("node", "nginx", "p99Ms"), Bar.AtMost(3));
    }

    private static Variant Of(string name, Reader reader) => new(name, async cancellation =>
    {
        var length = (await reader.ReadAsync(cancellation)).Bytes;
        var loop = new ClosedLoop(4, async (_, _, stop) =>
        {
            if ((await reader.ReadAsync(stop)).Bytes != length || length < 512 * 512 * 2)
                throw new InvalidOperationException("A frame of another length.");
        });
        return (await loop.RunAsync(Each, cancellation)).ToSample();
    });
}
