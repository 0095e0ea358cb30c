using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HieImaging.Harness;

/// <summary>Certificates that nobody signed but their own key, good for a day.</summary>
public static class SelfSigned
{
    /// <summary>With its key.</summary>
    /// <param name="expired">Good until a minute ago.</param>
    public static X509Certificate2 Certificate(string subject, bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddMinutes(-5), expired ? now.AddMinutes(-1) : now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>As a node's listener takes it: PEM files in the folder, and the settings that name them.</summary>
    public static void Serve(X509Certificate2 certificate, string folder, IDictionary<string, string> settings)
    {
        var (shown, secret) = (Path.Combine(folder, "node.pem"), Path.Combine(folder, "node.key"));
        File.WriteAllText(shown, certificate.ExportCertificatePem());
        File.WriteAllText(secret, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        settings["Listening__Tls__CertificateFile"] = shown;
        settings["Listening__Tls__KeyFile"] = secret;
    }
}
