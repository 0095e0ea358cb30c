using System.Security.Cryptography;
using HieImaging.DocumentStore;

namespace HieImaging.RecordLocator.Keys;

/// <summary>Secrets that every process of a deployment shares: made once, by whoever comes first.</summary>
public static class Secrets
{
    /// <summary>Keys the hashes of <see cref="ResourceIds"/>; losing it changes every id.</summary>
    public const string IdKey = "resource-id-key";

    /// <summary>The secret of that name; made by <paramref name="make"/> when there is none yet.</summary>
    public static async Task<byte[]> GetOrCreateAsync(Store store, string name, Func<byte[]> make, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        SqlFragment existing = $"select value from record_locator.secret where name = {name}";
        if (await session.FirstOrDefaultAsync(existing, row => row.GetFieldValue<byte[]>(0), cancellation) is { } secret)
            return secret;
        await session.ExecuteAsync(
            $"insert into record_locator.secret (name, value, created_at) values ({name}, {make()}, {session.Now}) on conflict (name) do nothing", cancellation);
        secret = await session.FirstOrDefaultAsync(existing, row => row.GetFieldValue<byte[]>(0), cancellation);
        await session.SaveChangesAsync(cancellation);
        return secret!;
    }

    public static async Task<ResourceIds> ResourceIdsAsync(Store store, CancellationToken cancellation) =>
        new(await GetOrCreateAsync(store, IdKey, () => RandomNumberGenerator.GetBytes(32), cancellation));
}
