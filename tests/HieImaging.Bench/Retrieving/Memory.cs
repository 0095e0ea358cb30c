using System.Diagnostics;
using HieImaging.Bench.Measuring;
using HieImaging.Harness;

namespace HieImaging.Bench.Retrieving;

/// <summary>B4: four studies of 4 GB at once, one of their readers slow; what the node's memory does, and how soon a caller who leaves frees the archive.</summary>
internal static class Memory
{
    private const double SlowBytesPerSecond = 100e6;
    private const int Leaving = 10;

    public static async Task RunAsync(RetrievalSite site, BenchRun run, CancellationToken cancellation)
    {
        Console.WriteLine($"B4: 4 × 4 GB at once, one read at {SlowBytesPerSecond / 1e6} MB/s");
        var length = await site.VerifiedAsync(cancellation);
        for (var study = 0; study < 20; study++)               // 2 GB: what is compiled and pooled once is there
            await (await site.NodeAsync(site.SlicesPath)).ReadAsync(cancellation);
        var before = site.Site.Node.RssMb();
        site.Site.Node.ForgetPeak();
        var began = Stopwatch.GetTimestamp();
        var fast = await site.NodeAsync(site.LargePath);
        var slow = await site.NodeAsync(site.LargePath, SlowBytesPerSecond);
        var read = await Task.WhenAll(new[] { fast, fast, fast, slow }.Select(reader => Task.Run(() => reader.ReadAsync(cancellation), cancellation)));
        var peak = site.Site.Node.PeakMb();
        Console.WriteLine(FormattableString.Invariant(
            $"  {read.Sum(one => one.Bytes) / 1e9:0.0} GB in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; RSS {before:0} MB before, {peak:0} MB at most"));
        if (read.Any(one => one.Bytes != read[0].Bytes || one.Bytes < site.Large.Bytes - 2000))
            throw new InvalidOperationException("A study came short.");
        run.Judge("B4", "rss_growth_mb", Spread.Once(Math.Max(0, peak - before)), Bar.AtMost(32));
        run.Judge("B4", "rss_mb", Spread.Once(peak), Bar.AtMost(200));
        var freed = new List<double>();
        for (var caller = 0; caller < Leaving; caller++)
            freed.Add(await FreedAsync(site, length, cancellation));
        run.Judge("B4 cancel", "worst_s", Spread.Once(freed.Max()), Bar.AtMost(1));
    }

    // The connection that carried the study is broken with it: one less to the origin.
    private static async Task<double> FreedAsync(RetrievalSite site, long length, CancellationToken cancellation)
    {
        var reader = await site.NodeAsync(site.LargePath);
        using var answer = await reader.AnswerAsync(cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        await body.ReadExactlyAsync(new byte[Math.Min(length, 1 << 20)], cancellation);
        var during = ConnectionsTo(site.Origin.Port);
        if (during == 0)
            throw new InvalidOperationException("The connection that carries the study is not seen.");
        var left = Stopwatch.GetTimestamp();
        answer.Dispose();
        await Deadline.Until("the archive is freed", () => Task.FromResult(ConnectionsTo(site.Origin.Port) < during), TimeSpan.FromSeconds(10));
        return Stopwatch.GetElapsedTime(left).TotalSeconds;
    }

    // Local address, remote address, state; 01 is ESTABLISHED. .NET's sockets are of both families, and so listed with the sixth.
    private static int ConnectionsTo(int port) => new[] { "/proc/net/tcp", "/proc/net/tcp6" }.SelectMany(File.ReadLines)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Count(fields => fields[3] == "01" && fields[2].EndsWith(FormattableString.Invariant($":{port:X4}"), StringComparison.Ordinal));
}
