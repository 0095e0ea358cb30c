using HieImaging.Bench.Measuring;
using HieImaging.Bench.Peers;
using HieImaging.Bench.Retrieving;

namespace HieImaging.Bench.Starting;

/// <summary>C2: resident memory of a node that has nothing to do, and after a minute of searches, submissions and retrievals; Orthanc beside it.</summary>
internal static class Residence
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(RetrievalSite site, BenchRun run, TimeSpan load, CancellationToken cancellation)
    {
        Console.WriteLine(FormattableString.Invariant($"C2: resident memory, idle and after {load.TotalSeconds:0} s of mixed load"));
        await site.Site.StartNodesAsync();
        await using var orthanc = await OrthancServer.StartAsync();
        await Task.Delay(Quiet, cancellation);
        run.Judge("C2 idle", "rss_mb", Spread.Once(site.Site.Node.RssMb()), Bar.AtMost(150));
        run.Judge("C2 orthanc idle", "rss_mb", Spread.Once(orthanc.Tree.RssMb()), null);
        await new MixedLoad(site).RunAsync(load, cancellation);
        run.Judge("C2 loaded", "rss_mb", Spread.Once(site.Site.Node.RssMb()), Bar.AtMost(250));
        run.Judge("C2 loaded", "peak_mb", Spread.Once(site.Site.Node.PeakMb()), null);
    }
}
