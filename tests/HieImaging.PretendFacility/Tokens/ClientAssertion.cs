using System.Security.Cryptography;
using HieImaging.PretendFacility.Domains;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.PretendFacility.Tokens;

/// <summary>What a client signs to prove who it is: <c>private_key_jwt</c> (RFC 7523; SMART App Launch, backend services).</summary>
public sealed record ClientAssertion
{
    public required string Client { get; init; }

    /// <summary>The token endpoint.</summary>
    public required Uri Audience { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Five minutes is the longest that is accepted.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(4);

    public string TokenId { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string Sign(ClientKeys keys)
    {
        var key = new JsonWebKey(keys.PrivateText(Client));
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object> { ["iss"] = Client, ["sub"] = Client, ["jti"] = TokenId },
            Audience = Audience.ToString(),
            IssuedAt = IssuedAt.UtcDateTime,
            Expires = (IssuedAt + Lifetime).UtcDateTime,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha384),
        });
    }
}
