using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Trust.Tokens;

/// <summary>Whether a token was signed by a key that we chose, by the algorithm that we chose. Claims are judged elsewhere.</summary>
public static class JwsSignature
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = CompactJws.Limit };

    public static async Task<bool> IsValidAsync(CompactJws token, SecurityKey key, string algorithm)
    {
        if (token.Algorithm != algorithm)
            return false;
        var result = await Handler.ValidateTokenAsync(token.Text, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [algorithm],
            RequireSignedTokens = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid;
    }

    /// <summary>Signs a payload.</summary>
    public static string Sign(string payload, string type, ECDsaSecurityKey key) =>
        Handler.CreateToken(
            payload,
            new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
            new Dictionary<string, object> { ["typ"] = type });
}
