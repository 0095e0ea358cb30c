using System.ComponentModel.DataAnnotations;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace HieImaging.Wire.Listening;

/// <summary>A listener's certificate and what it asks of the peer's (BCP 195: TLS 1.2 and 1.3 alone).</summary>
public sealed record TlsOptions
{
    /// <summary>PEM file with the certificate and those that issued it.</summary>
    [Required]
    public required string CertificateFile { get; init; }

    /// <summary>PEM file with the private key.</summary>
    [Required]
    public required string KeyFile { get; init; }

    /// <summary>Whether a peer shows a certificate; which are known is judged by who registered them, not by who issued them.</summary>
    public ClientCertificateMode ClientCertificates { get; init; } = ClientCertificateMode.AllowCertificate;

    public X509Certificate2 Load() => X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);

    /// <summary>Puts these settings on an HTTPS listener.</summary>
    public void Apply(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificate = Load();
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.ClientCertificateMode = ClientCertificates;
        https.AllowAnyClientCertificate();   // pinned by fingerprint in the affinity-domain file; no authority's word is taken for it
    }
}
