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

    /// <summary>The same hash as a token's <c>cnf.x5t#S256</c> writes it (RFC 8705 3.1).</summary>
    public static string Confirmation(string thumbprint) => Base64Url.EncodeToString(Convert.FromHexString(thumbprint[7..]));
}
