using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace HieImaging.Harness.Hostile;

/// <summary>Access tokens that are signed by the node's own key, read out of its store, and say what the node never would.</summary>
public sealed class NodeTokens : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();
    private readonly string _kid;
    private readonly string _good;

    private NodeTokens(string kid, byte[] pkcs8, string good)
    {
        (_kid, _good) = (kid, good);
        _key.ImportPkcs8PrivateKey(pkcs8, out _);
    }

    /// <summary>Beginning with a good token of a client.</summary>
    public static async Task<NodeTokens> OfAsync(HostileExchange exchange, string client)
    {
        var row = await exchange.AskStoreAsync<string>(
            "select substr(name, 11) || ' ' || translate(encode(value, 'base64'), chr(10), '') from record_locator.secret where starts_with(name, 'token-key/') order by created_at desc limit 1");
        var parts = row!.Split(' ');
        return new NodeTokens(parts[0], Convert.FromBase64String(parts[1]), await exchange.TokenAsync(client));
    }

    public string Good => _good;

    public JsonObject Header => new() { ["alg"] = "ES256", ["kid"] = _kid, ["typ"] = "at+jwt" };

    /// <summary>The claims of the good token, to be changed, under an id of their own.</summary>
    public JsonObject Claims
    {
        get
        {
            var claims = JsonNode.Parse(Base64Url.DecodeFromChars(_good.Split('.')[1]))!.AsObject();
            claims["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
            return claims;
        }
    }

    /// <summary>Signed with the node's key, changed as asked.</summary>
    public string With(Action<JsonObject> claims, Action<JsonObject>? header = null)
    {
        var (head, body) = (Header, Claims);
        header?.Invoke(head);
        claims(body);
        return Sign(head.ToJsonString(), body.ToJsonString());
    }

    public string Sign(string header, string payload) => Sign(header, payload, _key);

    public static string Sign(string header, string payload, ECDsa key)
    {
        var text = $"{Part(header)}.{Part(payload)}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    public static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    /// <summary>A public key as a JWK.</summary>
    public static JsonObject PublicJwk(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    public void Dispose() => _key.Dispose();
}
