using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Trust.Tokens;

/// <summary>From a bearer token's text to its claims: structure, then claims, then the signature by a key of our own. Time and registration
/// are asked later.</summary>
public static class AccessTokenReader
{
    /// <param name="issuer">This node; it is the audience too.</param>
    /// <param name="find">Our signing key of that id.</param>
    /// <returns>Null for whatever is not an access token that this node signed.</returns>
    public static async ValueTask<AccessToken?> ReadAsync(string text, string issuer, Func<string, ValueTask<TokenKey?>> find)
    {
        if (!CompactJws.TryRead(text, out var jws) || jws.Algorithm != SecurityAlgorithms.EcdsaSha256
            || jws.KeyId is not { Length: <= 64 } kid)
            return null;
        if (AccessToken.Read(jws, issuer) is not { } token)
            return null;
        return await find(kid) is { } key && await JwsSignature.IsValidAsync(jws, key.Key, SecurityAlgorithms.EcdsaSha256) ? token : null;
    }
}
