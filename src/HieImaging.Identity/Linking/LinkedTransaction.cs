using HieImaging.DocumentStore;

namespace HieImaging.Identity.Linking;

/// <summary>
/// A change of what is known of sources, and who is one person by it, in one transaction: once it is answered, it is cross-referenced.
/// Locks are taken in one order, so that nobody waits in a circle: the sources, the keys that they lie under, the records that hang together
/// with them. What turns out to be more only when it is read is locked the next time round; so too when another transaction won.
/// </summary>
internal static class LinkedTransaction
{
    private const int Attempts = 12;

    /// <param name="context">The ids, the model, the bounds.</param>
    /// <param name="open">A session for each attempt; one whose message was seen already ends it, with the result's default.</param>
    /// <param name="sources">The source identities that the work will read or write, as far as they are known: locked before it runs.</param>
    /// <param name="work">Reads and writes in the session, without saving it; may run several times.</param>
    /// <param name="cancellation">Gives up between statements.</param>
    /// <param name="turn">Among whom one links at a time.</param>
    /// <exception cref="ConcurrencyException">Others kept winning.</exception>
    public static async Task<T> RunAsync<T>(
        LinkingContext context, Func<ValueTask<DocumentSession>> open, IReadOnlyCollection<string> sources,
        Func<DocumentSession, Task<Touched<T>>> work, CancellationToken cancellation, LinkingTurn? turn = null)
    {
        var locks = new LinkLocks(sources);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var session = await open();
                if (session.AlreadySeen)
                    return default!;
                locks.Take(session);
                var touched = await work(session);
                if (await SaveAsync(context, session, touched, locks, turn, cancellation))
                    return touched.Result;
                if (attempt == Attempts)
                    throw new ConcurrencyException("What hangs together kept growing while it was locked.");
            }
            catch (ConcurrencyException) when (attempt < Attempts)
            {
                await Task.Delay(Random.Shared.Next(1, 10 * attempt), cancellation);         // so that two do not meet again
            }
        }
    }

    private static async Task<bool> SaveAsync<T>(
        LinkingContext context, DocumentSession session, Touched<T> touched, LinkLocks locks, LinkingTurn? turn,
        CancellationToken cancellation)
    {
        if (touched.Sources.Count == 0)
        {
            await session.SaveChangesAsync(cancellation);
            return true;
        }
        if (!locks.Covers(touched.Sources))
            return false;
        var changed = await Changed.ReadAsync(session, context.Ids, touched.Sources, anew: false, cancellation);    // while others have the turn
        using var mine = turn is null ? null : await turn.TakeAsync(cancellation);
        var cause = new LinkingCause(touched.Cause ?? touched.Sources[0], touched.Actor);
        if (await new Relink(context, session, cause, turn is null ? null : turn.BesideAsync).RunAsync(changed, locks, cancellation) is null)
            return false;
        await session.SaveChangesAsync(cancellation);
        return true;
    }
}
