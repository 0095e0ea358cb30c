using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Trust.Callers;

/// <summary>The TLS client certificate of a connection by its SHA-256 thumbprint: never one that a header claims.</summary>
public static class ClientCertificate
{
    /// <summary><c>sha256:</c> and lower-case hexadecimal digits; null without a certificate.</summary>
    public static string? Thumbprint(HttpContext http) =>
        http.Connection.ClientCertificate is { } certificate
            ? "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span)) : null;

    /// <summary>
    /// Whether the certificate may be used at that time (RFC 5280 4.1.2.5); true without one. The handshake leaves that to us, for whom a
    /// registered fingerprint takes an authority's place, not a calendar's.
    /// </summary>
    public static bool IsCurrent(HttpContext http, DateTimeOffset now) =>
        http.Connection.ClientCertificate is not { } certificate
        || (certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime());

    /// <summary>The same hash as a token's <c>cnf.x5t#S256</c> writes it (RFC 8705 3.1).</summary>
    public static string Confirmation(string thumbprint) => Base64Url.EncodeToString(Convert.FromHexString(thumbprint[7..]));
}
