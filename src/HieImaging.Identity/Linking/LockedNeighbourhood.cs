using HieImaging.DocumentStore;

namespace HieImaging.Identity.Linking;

/// <summary>
/// Work on a neighbourhood under all of its locks. The locks are the neighbourhood's, and the neighbourhood is known only by reading it: what
/// was read without its lock is read again with it.
/// </summary>
internal static class LockedNeighbourhood
{
    private const int Attempts = 8;

    /// <param name="open">A session for each attempt; one whose message was seen already ends it.</param>
    /// <param name="work">Saves what it changes.</param>
    /// <exception cref="ConcurrencyException">It kept growing.</exception>
    public static async Task RunAsync(
        Func<ValueTask<DocumentSession>> open, string source, IReadOnlySet<string> trusted, Func<DocumentSession, Neighbourhood, Task> work,
        CancellationToken cancellation)
    {
        var locks = new SortedSet<string>(StringComparer.Ordinal) { "link:" + source };
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await using var session = await open();
            if (session.AlreadySeen)
                return;
            await session.LockAsync(locks, cancellation);
            var neighbourhood = await Neighbourhood.OfAsync(session, source, trusted, cancellation);
            if (neighbourhood.Locks.IsSubsetOf(locks))
            {
                await work(session, neighbourhood);
                return;
            }
            locks.UnionWith(neighbourhood.Locks);
        }
        throw new ConcurrencyException("A neighbourhood kept growing while it was locked.");
    }
}
