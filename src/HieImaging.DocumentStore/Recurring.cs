namespace HieImaging.DocumentStore;

/// <summary>What is done again and again while a process lives: one failure is told, and the next time it is tried anew.</summary>
public static class Recurring
{
    /// <param name="every">From one time to the next.</param>
    /// <param name="clock">By which it goes.</param>
    /// <param name="once">Done each time.</param>
    /// <param name="failed">Told the type of a failure, never its text, which might name a patient.</param>
    /// <param name="stopping">Ends it.</param>
    /// <param name="atOnce">Whether the first time is now; else it is when the time has passed.</param>
    public static async Task RunAsync(
        TimeSpan every, TimeProvider clock, Func<CancellationToken, Task> once, Action<string> failed, CancellationToken stopping,
        bool atOnce = false)
    {
        using var timer = new PeriodicTimer(every, clock);
        for (var isDue = atOnce; isDue || await timer.WaitForNextTickAsync(stopping); isDue = false)
            try
            {
                await once(stopping);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failed(failure.GetType().Name);
            }
    }
}
