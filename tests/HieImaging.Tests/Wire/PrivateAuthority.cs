using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HieImaging.Tests.Wire;

/// <summary>A certificate authority that no machine believes, and the files of what it signed.</summary>
internal sealed class PrivateAuthority : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddHours(-1), Until = TimeProvider.System.GetUtcNow().AddDays(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("hie-ca").FullName;
    private readonly X509Certificate2 _own;
    private int _serial;

    public PrivateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Private authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _own = request.CreateSelfSigned(From, Until);
        File.WriteAllText(CaFile, _own.ExportCertificatePem());
    }

    public string CaFile => Path.Combine(_folder, "ca.pem");

    /// <summary>A certificate for the loopback address, or of a client.</summary>
    /// <returns>The certificate with its key, and the PEM files of both.</returns>
    public (X509Certificate2 Certificate, string CertificateFile, string KeyFile) Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_own, From, Until, [1, (byte)Interlocked.Increment(ref _serial)]);
        using var whole = signed.CopyWithPrivateKey(key);
        var (certificate, secret) = (Path.Combine(_folder, $"{_serial}.pem"), Path.Combine(_folder, $"{_serial}.key"));
        File.WriteAllText(certificate, whole.ExportCertificatePem());
        File.WriteAllText(secret, key.ExportPkcs8PrivateKeyPem());
        return (X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null), certificate, secret);
    }

    public void Dispose()
    {
        _own.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
