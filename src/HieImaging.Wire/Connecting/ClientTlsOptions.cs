using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace HieImaging.Wire.Connecting;

/// <summary>
/// Whom the node believes at the other end of a connection that it opens, and how it shows itself there (BCP 195: TLS 1.2 and 1.3 alone).
/// The name in the certificate must be the one that was asked for, always.
/// </summary>
public sealed record ClientTlsOptions
{
    /// <summary>PEM of the authorities that are believed, and they alone; null: those that the machine believes.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM of the certificate by which the node shows itself to whoever asks for one; null: none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM of its private key.</summary>
    public string? KeyFile { get; init; }

    public const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Puts these settings on a TLS connection to be.</summary>
    public void Apply(SslClientAuthenticationOptions ssl)
    {
        ssl.EnabledSslProtocols = Protocols;
        if (CaFile is not null)
            ssl.CertificateChainPolicy = Policy();
        if (Certificate() is { } certificate)
            ssl.ClientCertificates = [certificate];
    }

    /// <summary>Null where none is set.</summary>
    public X509Certificate2? Certificate() =>
        CertificateFile is null ? null : X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);

    /// <summary>The same judgement for libraries that ask a callback.</summary>
    public bool IsBelieved(X509Certificate? shown, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None && CaFile is null)
            return true;
        if (CaFile is null || shown is not X509Certificate2 certificate || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using var chain = new X509Chain { ChainPolicy = Policy() };
        return chain.Build(certificate);
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(CaFile!);
        return policy;
    }
}
