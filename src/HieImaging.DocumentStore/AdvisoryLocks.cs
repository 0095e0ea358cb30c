using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HieImaging.DocumentStore;

/// <summary>PostgreSQL's advisory locks are numbers: the first 64 bits of a key's SHA-256, each once, in ascending order.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Takes them for the transaction; empty where there is no key.</summary>
    public static SqlFragment Take(IEnumerable<string> keys) =>
        Of(keys) is { Length: > 0 } locks ? $"select pg_advisory_xact_lock(key) from unnest({locks}) as key" : SqlFragment.Empty;

    public static long[] Of(IEnumerable<string> keys)
    {
        var locks = new SortedSet<long>();
        foreach (var key in keys)
            locks.Add(BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        return [.. locks];
    }
}
