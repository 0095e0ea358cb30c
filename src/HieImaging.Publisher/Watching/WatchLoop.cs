using HieImaging.Publisher.Keeping;
using Microsoft.Extensions.Logging;

namespace HieImaging.Publisher.Watching;

/// <summary>Round after round until it is stopped; after a failure less and less often, and never all hospitals at one moment.</summary>
internal sealed class WatchLoop(WatchRound round, WatchMetrics metrics, WatchOptions options, ILogger log, TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>Returns when it was stopped: at once, or after the submission that was on its way, for 20 s at most.</summary>
    /// <exception cref="StateLostException">The state file cannot be written.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var sending = new CancellationTokenSource();
        using var ending = stop.Register(() => sending.CancelAfter(Grace));
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            var pause = Jitter(options.Every);
            try
            {
                switch (await round.RunAsync(stop, sending.Token))
                {
                    case RoundEnd.Done done:
                        failures = 0;
                        metrics.Count("done");
                        pause = done.More ? TimeSpan.Zero : pause;
                        break;
                    case RoundEnd.Lost lost:
                        pause = Jitter(Pause(options.Every, failures++));
                        metrics.Count(lost.Peer + "-lost");
                        WatchLog.Lost(log, lost.Peer, lost.Reason, pause);
                        break;
                }
            }
            catch (Exception broken) when (broken is not StateLostException && !stop.IsCancellationRequested)
            {
                pause = Jitter(Pause(options.Every, failures++));
                metrics.Count("broken");
                WatchLog.BrokeOff(log, $"{broken.GetType().Name} at {broken.TargetSite?.DeclaringType?.FullName}", pause);
            }
            catch (Exception ended) when (ended is not StateLostException)
            {
                return;                                    // it was stopped; what was on its way is sent again at the next start
            }
            await WaitAsync(pause, stop);
        }
    }

    /// <summary>The interval, doubled with each failure up to five minutes, or the interval where that is longer.</summary>
    internal static TimeSpan Pause(TimeSpan every, int failures)
    {
        var pause = every * Math.Pow(2, Math.Min(failures, 16));
        var longest = every > LongestPause ? every : LongestPause;
        return pause < longest ? pause : longest;
    }

    private static TimeSpan Jitter(TimeSpan pause) => pause * (0.9 + (Random.Shared.NextDouble() / 5));

    private async Task WaitAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, clock, stop);
        }
        catch (OperationCanceledException)
        {
            // it ends
        }
    }
}
