using System.Diagnostics;

namespace HieImaging.Bench.Measuring;

/// <summary>
/// Requests at a fixed rate, whoever is slow: each latency counts from the moment at which the request was meant to be sent, and a late one
/// is sent all the same. (A closed loop stops asking while the server stalls, and so hides the stall.)
/// </summary>
/// <param name="ask">One request, its answer checked; given its number from 0, and the moment at which it was due.</param>
public sealed class OpenLoop(double perSecond, Func<long, long, CancellationToken, Task> ask)
{
    /// <summary>The last answers are waited for so long; one that is later has failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public async Task<LoopResult> RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        var latency = new LatencyHistogram();
        var count = (long)(perSecond * time.TotalSeconds);
        long failed = 0;
        Exception? first = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asked = new Task[count];
        var began = Stopwatch.GetTimestamp();
        await Task.Factory.StartNew(() =>
        {
            for (long number = 0; number < count; number++)
            {
                var due = began + (long)(number / perSecond * Stopwatch.Frequency);
                while (Stopwatch.GetTimestamp() < due)
                    Thread.Sleep(1);                            // late by a millisecond at most, and that is counted
                asked[number] = AskAsync(number, due);
            }
        }, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        patience.CancelAfter(Patience);
        await Task.WhenAll(asked);
        cancellation.ThrowIfCancellationRequested();
        return new LoopResult(latency, Stopwatch.GetElapsedTime(began), failed, first);

        async Task AskAsync(long number, long due)
        {
            await Task.Yield();
            try
            {
                await ask(number, due, patience.Token);
                latency.Record(Stopwatch.GetElapsedTime(due));
            }
            catch (Exception failure)
            {
                Interlocked.Increment(ref failed);
                Interlocked.CompareExchange(ref first, failure, null);
            }
        }
    }
}
