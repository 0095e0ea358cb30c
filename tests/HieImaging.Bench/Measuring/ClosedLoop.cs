using System.Diagnostics;

namespace HieImaging.Bench.Measuring;

/// <summary>So many clients, each asking again when it has its answer: how much goes through at most. Its latencies hide every stall.</summary>
/// <param name="ask">One request, its answer checked; given the client's number and how many it has sent before.</param>
public sealed class ClosedLoop(int clients, Func<int, long, CancellationToken, Task> ask)
{
    /// <summary>For so long.</summary>
    public Task<LoopResult> RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        return RunAsync(_ => Stopwatch.GetElapsedTime(began) < time, cancellation);
    }

    /// <summary>So many in all.</summary>
    public Task<LoopResult> RunAsync(long count, CancellationToken cancellation)
    {
        long taken = 0;
        return RunAsync(_ => Interlocked.Increment(ref taken) <= count, cancellation);
    }

    private async Task<LoopResult> RunAsync(Func<int, bool> goesOn, CancellationToken cancellation)
    {
        var latency = new LatencyHistogram();
        long failed = 0;
        Exception? first = null;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            for (long number = 0; goesOn(client); number++)
            {
                var sent = Stopwatch.GetTimestamp();
                try
                {
                    await ask(client, number, cancellation);
                    latency.Record(Stopwatch.GetElapsedTime(sent));
                }
                catch (Exception failure) when (!cancellation.IsCancellationRequested)
                {
                    Interlocked.Increment(ref failed);
                    Interlocked.CompareExchange(ref first, failure, null);
                }
            }
        }, cancellation)));
        return new LoopResult(latency, Stopwatch.GetElapsedTime(began), failed, first);
    }
}
