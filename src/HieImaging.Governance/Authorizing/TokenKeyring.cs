using System.Buffers.Text;
using System.Security.Cryptography;
using HieImaging.DocumentStore;
using HieImaging.Trust.Tokens;
using Microsoft.Extensions.Hosting;

namespace HieImaging.Governance.Authorizing;

/// <summary>Makes the keys that sign access tokens and puts a new one in their place after thirty days. There is one before the first door
/// opens.</summary>
internal sealed class TokenKeyring(Store store, TokenKeys keys, TimeProvider clock) : IHostedService
{
    private static readonly TimeSpan Service = TimeSpan.FromDays(30);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    // A key signs when every process has had the time to learn of it.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    /// <summary>The key that signs now.</summary>
    public async Task<TokenKey> CurrentAsync(CancellationToken cancellation)
    {
        var known = await keys.NewerThan(Fresh, cancellation);
        return known.FirstOrDefault(key => key.MadeAt + Settling <= clock.GetUtcNow()) ?? known[^1];
    }

    /// <summary>Makes a key when there is none, or the newest has served; removes those that nothing alive was signed with.</summary>
    public async Task TurnAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        await session.LockAsync(["token-key"], cancellation);
        var known = await TokenKeys.LoadAsync(session, cancellation);
        if (known.Count == 0 || known[0].MadeAt + Service <= session.Now)
            session.Enqueue($"insert into record_locator.secret (name, value, created_at) values ({TokenKeys.Prefix + NewId()}, {NewKey()}, {session.Now})");
        foreach (var served in known.Skip(1).Where(key => known[0].MadeAt + Settling + TimeSpan.FromHours(1) <= session.Now))
            session.Enqueue($"delete from record_locator.secret where name = {TokenKeys.Prefix + served.Id}");
        await session.SaveChangesAsync(cancellation);
    }

    public Task StartAsync(CancellationToken cancellationToken) => StoreAtStart.WaitAsync(
        async cancellation =>
        {
            await TurnAsync(cancellation);
            return await keys.NewerThan(TimeSpan.Zero, cancellation);
        },
        clock, () => { }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9));

    private static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}
