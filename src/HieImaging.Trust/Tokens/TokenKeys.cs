using System.Security.Cryptography;
using HieImaging.DocumentStore;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Trust.Tokens;

/// <summary>
/// The P-256 keys that sign this node's access tokens: record_locator.secret rows <c>token-key/{kid}</c>, PKCS#8, shared by all processes.
/// Governance makes them; here they are read. The newest signs, older ones still verify.
/// </summary>
public sealed class TokenKeys(Store store, TimeProvider clock)
{
    public const string Prefix = "token-key/";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private IReadOnlyList<TokenKey> _keys = [];
    private DateTimeOffset _loaded = DateTimeOffset.MinValue;

    /// <summary>The key of that id; null when there is none. A name that is not known is looked up anew at most once a second.</summary>
    public async ValueTask<TokenKey?> FindAsync(string kid, CancellationToken cancellation) =>
        _keys.FirstOrDefault(key => key.Id == kid)
        ?? (await NewerThan(Pause, cancellation)).FirstOrDefault(key => key.Id == kid);

    /// <summary>All keys, the newest first, not older than the time given.</summary>
    public async ValueTask<IReadOnlyList<TokenKey>> NewerThan(TimeSpan age, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now - _loaded < age)
            return _keys;
        await using var session = await store.OpenSession(cancellation);
        _keys = await LoadAsync(session, cancellation);
        _loaded = now;
        return _keys;
    }

    /// <summary>What is stored now, the newest first.</summary>
    public static Task<IReadOnlyList<TokenKey>> LoadAsync(DocumentSession session, CancellationToken cancellation) => session.QueryAsync(
        $"select name, value, created_at from record_locator.secret where starts_with(name, {Prefix}) order by created_at desc, name",
        row => TokenKey.Read(row.GetString(0)[Prefix.Length..], row.GetFieldValue<byte[]>(1), row.GetFieldValue<DateTimeOffset>(2)),
        cancellation);
}

/// <summary>One signing key.</summary>
public sealed record TokenKey(string Id, ECDsaSecurityKey Key, DateTimeOffset MadeAt)
{
    /// <param name="pkcs8">The private key.</param>
    public static TokenKey Read(string id, byte[] pkcs8, DateTimeOffset madeAt)
    {
        var curve = ECDsa.Create();
        curve.ImportPkcs8PrivateKey(pkcs8, out _);
        return new TokenKey(id, new ECDsaSecurityKey(curve) { KeyId = id }, madeAt);
    }
}
