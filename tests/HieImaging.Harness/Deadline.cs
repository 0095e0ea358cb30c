using System.Diagnostics;

namespace HieImaging.Harness;

/// <summary>Waiting for something to become true, bounded; never a sleep in the hope that it is.</summary>
public static class Deadline
{
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer is yes.</summary>
    /// <exception cref="TimeoutException">It did not become true; the message says what.</exception>
    public static Task Until(string what, Func<Task<bool>> condition, TimeSpan? within = null) =>
        Until(what, async () => await condition() ? "yes" : null, within);

    /// <summary>Asks until there is an answer that is not null.</summary>
    public static async Task<T> Until<T>(string what, Func<Task<T?>> ask, TimeSpan? within = null)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        var last = "no answer";
        while (true)
        {
            try
            {
                if (await ask() is { } answer)
                    return answer;
            }
            catch (HttpRequestException refused)
            {
                last = refused.Message;
            }
            if (Stopwatch.GetElapsedTime(started) > (within ?? Usual))
                throw new TimeoutException($"Within {within ?? Usual}: {what} ({last})");
            await Task.Delay(50);
        }
    }
}
