using System.Buffers.Text;
using System.Security.Cryptography;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.Governance.Auditing;

/// <summary>The P-256 key that signs checkpoints: from a file of the deployment's own, else the store's secret. Its id is the thumbprint of
/// its public half.</summary>
internal sealed class CheckpointKey : IDisposable
{
    private const string Secret = "audit-checkpoint-key";

    private CheckpointKey(ECDsa key)
    {
        Key = key;
        Id = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
    }

    public ECDsa Key { get; }

    public string Id { get; }

    public static async Task<CheckpointKey> OpenAsync(Store store, AuditOptions options, CancellationToken cancellation)
    {
        var key = ECDsa.Create();
        if (options.CheckpointKeyFile is { } file)
            key.ImportFromPem(await File.ReadAllTextAsync(file, cancellation));
        else
            key.ImportPkcs8PrivateKey(await Secrets.GetOrCreateAsync(store, Secret, Make, cancellation), out _);
        return new CheckpointKey(key);
    }

    public void Dispose() => Key.Dispose();

    private static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}
