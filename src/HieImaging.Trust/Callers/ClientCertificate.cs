using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Trust.Callers;

/// <summary>The TLS client certificate of a connection by its SHA-256 thumbprint: never one that a header claims.</summary>
public static class ClientCertificate
{
    /// <summary><c>sha256:</c> and lower-case hexadecimal digits; null without a certificate.</summary>
    public static string? Thumbprint(HttpContext http) =>
        http.Connection.ClientCertificate is { } certificate ? Thumbprint(certificate) : null;

    /// <summary>The same of the certificate itself.</summary>
    public static string Thumbprint(X509Certificate2 certificate) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));

    /// <summary>
    /// Whether the certificate may be used at that time (RFC 5280 4.1.2.5); true without one. The handshake leaves that to us, for whom a
    /// registered fingerprint takes an authority's place, not a calendar's.
    /// </summary>
    public static bool IsCurrent(HttpContext http, DateTimeOffset now) =>
        http.Connection.ClientCertificate is not { } certificate || IsCurrent(certificate, now);

    /// <summary>The same of the certificate itself.</summary>
    public static bool IsCurrent(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime();

    /// <summary>The same hash as a token's <c>cnf.x5t#S256</c> writes it (RFC 8705 3.1).</summary>
    public static string Confirmation(string thumbprint) => Base64Url.EncodeToString(Convert.FromHexString(thumbprint[7..]));
}
