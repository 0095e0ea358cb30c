using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>What a process does before it is of use: PostgreSQL may start beside it or have more to do than it can, and is waited for, a
/// while.</summary>
public static class StoreAtStart
{
    /// <summary>How long at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <param name="once">Done until it is through; whole or not at all.</param>
    /// <param name="clock">By which it is waited.</param>
    /// <param name="waiting">Told each time that PostgreSQL does not answer.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException">It was away for longer.</exception>
    /// <exception cref="NpgsqlException">The same, where <paramref name="once"/> asks it without a session.</exception>
    public static async Task<T> WaitAsync<T>(
        Func<CancellationToken, Task<T>> once, TimeProvider clock, Action waiting, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (true)
            try
            {
                return await once(cancellation);
            }
            catch (Exception away) when (away is StoreUnavailableException or NpgsqlException && clock.GetElapsedTime(began) < Longest)
            {
                waiting();
                await Task.Delay(Between, clock, cancellation);
            }
    }
}
