using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Publisher.Sending;

/// <summary>The client's private key: a JWK, or the first of a key set (RFC 7517).</summary>
internal static class ClientKey
{
    /// <exception cref="FormatException">No private key for ES384 or RS384.</exception>
    public static SigningCredentials Read(string text)
    {
        JsonWebKey key;
        try
        {
            using var json = JsonDocument.Parse(text);
            var one = json.RootElement.TryGetProperty("keys", out var keys) && keys.GetArrayLength() > 0 ? keys[0] : json.RootElement;
            key = new JsonWebKey(one.GetRawText());
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException("The key file is no JWK.", broken);
        }
        var algorithm = key switch
        {
            { HasPrivateKey: true, Kty: "EC", Crv: "P-384" } => SecurityAlgorithms.EcdsaSha384,
            { HasPrivateKey: true, Kty: "RSA" } => SecurityAlgorithms.RsaSha384,
            _ => throw new FormatException("The key file holds no private key for ES384 (EC P-384) or RS384 (RSA)."),
        };
        return new SigningCredentials(key, algorithm);
    }
}
