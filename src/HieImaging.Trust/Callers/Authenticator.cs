using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HieImaging.AffinityDomain.Participants;
using HieImaging.RecordLocator.Participants;
using HieImaging.Trust.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HieImaging.Trust.Callers;

/// <summary>Finds out who is asking from the bearer token or the TLS certificate of a request, before anything of its body is
/// read.</summary>
internal sealed class Authenticator(CurrentDomain current, TokenKeys keys, PublicAddress address, TimeProvider clock)
{
    private const int Remembered = 4096;

    // Tokens whose signature held, by their hash: a token is sent with every request of its five minutes.
    private readonly ConcurrentDictionary<string, VerifiedToken> _verified = new(StringComparer.Ordinal);

    public async ValueTask<Authentication> AuthenticateAsync(HttpContext http, CancellationToken cancellation)
    {
        var domain = current.Now;
        var thumbprint = ClientCertificate.Thumbprint(http);
        if (!ClientCertificate.IsCurrent(http, clock.GetUtcNow()))
            return new Authentication.Refused("invalid_token", "The certificate has expired or is not yet valid.");
        // RFC 9700 4.3.2: addresses are logged
        if (http.Request.Query.ContainsKey("access_token"))
            return new Authentication.Refused("invalid_request", "A token does not belong in an address.");
        var headers = http.Request.Headers[HeaderNames.Authorization];
        if (headers.Count == 0)
            return thumbprint is null ? new Authentication.Anonymous() : CallerDecision.ByCertificate(domain, thumbprint);
        if (headers.Count > 1 || headers[0] is not { } header || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return new Authentication.Refused("invalid_request", "One bearer token is asked for.");
        return await ByTokenAsync(domain, header[7..], thumbprint, cancellation);
    }

    private async ValueTask<Authentication> ByTokenAsync(Domain domain, string text, string? thumbprint, CancellationToken cancellation)
    {
        if (text.Length > CompactJws.Limit)
            return new Authentication.Refused("invalid_token", "The token is too long.");
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (!_verified.TryGetValue(hash, out var verified))
        {
            if (await AccessTokenReader.ReadAsync(text, address.Now, kid => keys.FindAsync(kid, cancellation)) is not { } token)
                return new Authentication.Refused("invalid_token", "The token is not one of this node's.");
            if (_verified.Count >= Remembered)
                _verified.Clear();
            _verified[hash] = verified = new VerifiedToken(token);
        }
        return verified.Token.IsCurrent(clock.GetUtcNow())
            ? verified.Of(domain, thumbprint)
            : new Authentication.Refused("invalid_token", "The token has expired or is not yet valid.");
    }
}
