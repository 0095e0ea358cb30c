using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Querying;

/// <summary>Q2: fifty studies of 200 instances each, an answer of 1.6 MB: what it costs the node's processor and its memory.</summary>
internal static class OfLargeStudies
{
    private const int Studies = 50;
    private const string Node = "node", Copy = "socket copy";
    private static readonly KnownPatient Patient = new(1_000_000);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(2);

    /// <summary>Has the node take the studies in.</summary>
    public static Task WriteAsync(QuerySite site) =>
        TemplateStudies.WriteAsync(site, Patient, [.. Enumerable.Range(10_000_000, Studies)], 100);

    public static async Task MeasureAsync(QuerySite site, BenchRun run, int rounds, CancellationToken cancellation)
    {
        var size = 0;
        var measured = await new Rounds(
            [
                new NodeVariant(site, site.Site.Nodes[0]).Of(Node, 2, Slice, _ => site.Query(Patient) + $"&_count={Studies}", body =>
                {
                    size = body.Length;
                    return body.IndexOf("\"total\":50,"u8) > 0 && OrthancStudies.Occurrences(body, "\"numberOfInstances\":200"u8) == Studies;
                }),
                new Variant(Copy, cancel => CopyAsync(size, cancel)),
            ],
            rounds).RunAsync(cancellation);
        run.Keep("Q2", measured);
        run.Judge("Q2", "mb", Spread.Once(size / 1e6), null);
        run.Judge("Q2", "cpu_ms_less_socket_copy", measured.Difference(Node, Copy, "cpuMs"), Bar.AtMost(2));
        run.Judge("Q2", "allocated_kb", measured.Of(Node, "allocatedKb"), Bar.AtMost(256));
        run.Judge("Q2", "cpu_ms", measured.Of(Node, "cpuMs"), null);
    }

    // What any program pays that takes these bytes from one socket and gives them to another: both ends of a connection on loopback.
    private static async Task<Sample> CopyAsync(int size, CancellationToken cancellation)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var from = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await from.ConnectAsync(listener.LocalEndPoint!, cancellation);
        using var to = await listener.AcceptAsync(cancellation);
        var began = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        const int copies = 300;
        var sending = Task.Run(() =>
        {
            var buffer = new byte[64 * 1024];
            for (var left = (long)size * copies; left > 0;)
                left -= from.Send(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
        }, cancellation);
        var received = new byte[64 * 1024];
        for (var left = (long)size * copies; left > 0;)
            left -= to.Receive(received);
        await sending;
        return new Sample(copies, Stopwatch.GetElapsedTime(began)).With("cpuMs", (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / copies);
    }
}
