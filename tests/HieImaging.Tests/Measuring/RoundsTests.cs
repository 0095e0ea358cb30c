using System.Diagnostics;
using HieImaging.Bench.Measuring;
using Xunit;

namespace HieImaging.Tests.Measuring;

public sealed class RoundsTests
{
    [Fact]
    public async Task Rounds_are_interleaved_and_rotated_and_the_warm_up_does_not_count()
    {
        var order = new List<string>();
        Variant Named(string name) => new(name, _ =>
        {
            order.Add(name);
            return Task.FromResult(new Sample(order.Count, TimeSpan.FromSeconds(1)));
        });
        var measured = await new Rounds([Named("a"), Named("b"), Named("c")], count: 2, warmUps: 1).RunAsync(default);

        Assert.Equal("abcbcacab", string.Concat(order));
        Assert.Equal([6d, 8d], measured.Samples["a"].Select(sample => sample.PerSecond));
    }

    [Fact]
    public async Task The_ratio_is_the_median_of_the_rounds_ratios_not_the_ratio_of_medians()
    {
        var node = new Queue<double>([10, 20, 90]);
        var peer = new Queue<double>([10, 40, 100]);
        Variant From(string name, Queue<double> rates) => new(name, _ => Task.FromResult(new Sample(rates.Dequeue(), TimeSpan.FromSeconds(1))));
        var measured = await new Rounds([From("node", node), From("peer", peer)], count: 3, warmUps: 0).RunAsync(default);

        Assert.Equal(new Spread(0.9, 0.5, 1, 3), measured.Ratio("node", "peer"));
    }

    [Fact]
    public async Task An_open_loop_counts_from_the_intended_moment_and_sends_what_is_late()
    {
        // A server that stalls until the last request is there: a closed loop would have sent one and waited.
        var stalled = new TaskCompletionSource();
        var loop = new OpenLoop(200, async (number, _, cancellation) =>
        {
            if (number == 59)
                stalled.SetResult();
            await stalled.Task.WaitAsync(cancellation);
        });
        var result = await loop.RunAsync(TimeSpan.FromSeconds(0.3), default);

        Assert.Equal(60, result.Latency.Count);
        Assert.True(result.Latency.PercentileMs(0.5) >= 140);
    }

    [Fact]
    public async Task One_failure_makes_the_result_none()
    {
        var loop = new ClosedLoop(2, (_, number, _) => number == 3 ? throw new InvalidOperationException("wrong") : Task.CompletedTask);
        var result = await loop.RunAsync(20, default);
        Assert.True(result.Failed > 0);
        Assert.Contains("wrong", Assert.Throws<InvalidOperationException>(() => result.ToSample()).Message);
    }

    [Fact]
    public void Processor_time_and_memory_of_a_process_are_read()
    {
        var own = new ProcessTree(Environment.ProcessId);
        var before = own.CpuMs();
        for (var spun = Stopwatch.StartNew(); spun.ElapsedMilliseconds < 100;)
            Thread.SpinWait(100);
        Assert.True(own.CpuMs() > before);
        var resident = own.RssMb();
        Assert.InRange(resident, 10, own.PeakMb());
    }
}
