using HieImaging.DocumentStore;

namespace HieImaging.Registry.Registering;

/// <summary>A unit of work that is done again, from its first read, when somebody else changed the same documents meanwhile.</summary>
internal static class Attempts
{
    private const int Most = 5;

    public static async Task<T> Run<T>(Store store, Func<DocumentSession, Task<T>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var session = await store.OpenSession(cancellation);
            session.LookUpByKey();
            try
            {
                var result = await work(session);
                await session.SaveChangesAsync(cancellation);
                return result;
            }
            catch (ConcurrencyException) when (attempt < Most)
            {
            }
        }
    }
}
