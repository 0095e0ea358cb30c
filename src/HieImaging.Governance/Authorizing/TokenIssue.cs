using System.Buffers.Text;
using System.Security.Cryptography;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Tokens;

namespace HieImaging.Governance.Authorizing;

/// <summary>Issues an access token: the assertion's jti is used up and the audit record written in one transaction, before the token is
/// handed out.</summary>
internal sealed class TokenIssue(Store store, TokenKeyring keyring, PublicAddress address)
{
    /// <param name="thumbprint">Of the connection's certificate: the token is good with it alone (RFC 8705).</param>
    /// <returns>Null when the assertion was used before, here or in another process.</returns>
    public async Task<string?> RunAsync(
        ClientAuthentication.Proven proven, GrantDecision.Granted granted,
        string? thumbprint, string homeCommunity, CancellationToken cancellation)
    {
        var key = await keyring.CurrentAsync(cancellation);
        await using var session = await store.OpenSession(cancellation);
        if (proven.Assertion is { } assertion && await session.ExecuteAsync($"""
                insert into record_locator.used_jti (client, jti, expires)
                values ({proven.Client.Id}, {assertion.Id}, {assertion.Expires + AccessToken.Skew}) on conflict do nothing
                """, cancellation) == 0)
            return null;
        var now = DateTimeOffset.FromUnixTimeSeconds(session.Now.ToUnixTimeSeconds());
        var token = new AccessToken
        {
            Id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            Client = proven.Client.Id,
            Scopes = granted.Scopes,
            Purpose = granted.Purpose,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + AccessToken.Life,
            BoundTo = thumbprint is null ? null : ClientCertificate.Confirmation(thumbprint),
        };
        AuditTrail.Append(session, AuditRecord.For(Transaction.Iti71) with
        {
            Client = proven.Client.Id,
            Participant = proven.Participant.Id,
            Purpose = granted.Purpose.Length == 0 ? null : granted.Purpose,
            Certificate = thumbprint,
            TokenId = token.Id,
        });
        await session.SaveChangesAsync(cancellation);
        var payload = token.Payload(address.Now, proven.Participant.Name, proven.Participant.Oid, homeCommunity);
        return JwsSignature.Sign(payload, AccessToken.Type, key.Key);
    }
}
