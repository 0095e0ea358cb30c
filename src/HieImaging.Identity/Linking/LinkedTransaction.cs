using HieImaging.DocumentStore;

namespace HieImaging.Identity.Linking;

/// <summary>
/// A change of what is known of sources, and who is one person by it, in one transaction: once it is answered, it is cross-referenced.
/// The locks are those of all that the change can touch, known only by reading it: when they turn out to be more, all is done again with
/// more; so too when another transaction won.
/// </summary>
internal static class LinkedTransaction
{
    private const int Attempts = 12;

    /// <param name="context">The ids, the trusted systems.</param>
    /// <param name="open">A session for each attempt; one whose message was seen already ends it, with the result's default.</param>
    /// <param name="sources">The source identities that the work will read or write, as far as they are known: locked before it runs.</param>
    /// <param name="work">Reads and writes in the session, without saving it; may run several times.</param>
    /// <param name="cancellation">Gives up between statements.</param>
    /// <exception cref="ConcurrencyException">Others kept winning.</exception>
    public static async Task<T> RunAsync<T>(
        LinkingContext context, Func<ValueTask<DocumentSession>> open, IReadOnlyCollection<string> sources,
        Func<DocumentSession, Task<Touched<T>>> work, CancellationToken cancellation)
    {
        var locks = new SortedSet<string>(sources.SelectMany(LocksOf), StringComparer.Ordinal);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var session = await open();
                if (session.AlreadySeen)
                    return default!;
                await session.LockAsync(locks, cancellation);
                var touched = await work(session);
                if (await LinkAsync(context, session, touched.Sources, locks, cancellation))
                {
                    await session.SaveChangesAsync(cancellation);
                    return touched.Result;
                }
                if (attempt == Attempts)
                    throw new ConcurrencyException("A neighbourhood kept growing while it was locked.");
            }
            catch (ConcurrencyException) when (attempt < Attempts)
            {
                await Task.Delay(Random.Shared.Next(1, 10 * attempt), cancellation);         // so that two do not meet again
            }
        }
    }

    // False: more had to be locked, and it was noted.
    private static async Task<bool> LinkAsync(
        LinkingContext context, DocumentSession session, IReadOnlyList<string> touched, SortedSet<string> locks, CancellationToken cancellation)
    {
        var trusted = context.Trusted;
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in touched)
        {
            if (done.Contains(source))
                continue;
            await session.FlushAsync(cancellation);
            var neighbourhood = await Neighbourhood.OfAsync(session, source, trusted, cancellation);
            if (!neighbourhood.Locks.IsSubsetOf(locks))
            {
                locks.UnionWith(neighbourhood.Locks);
                return false;
            }
            await Relink.ApplyAsync(session, context.Ids, neighbourhood, trusted, source, cancellation);
            done.UnionWith(neighbourhood.Sources.Select(one => one.Id));
        }
        return true;
    }

    private static IEnumerable<string> LocksOf(string source) => ["source:" + source, "link:" + source];
}
