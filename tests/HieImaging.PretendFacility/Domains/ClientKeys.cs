using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HieImaging.PretendFacility.Domains;

/// <summary>The private keys of pretended clients: a folder with one ES384 JWK a client (RFC 7517, RFC 7518 6.2), made when first asked for.</summary>
public sealed class ClientKeys(string folder)
{
    private readonly ConcurrentDictionary<string, JsonObject> _keys = new(StringComparer.Ordinal);

    /// <summary>Path of the client's private key.</summary>
    public string PathOf(string client)
    {
        _ = Private(client);
        return Path.Combine(folder, client + ".jwk");
    }

    /// <summary>The client's key set as the affinity-domain file registers it: public members only.</summary>
    public JsonElement PublicSet(string client)
    {
        var key = Private(client).DeepClone().AsObject();
        key.Remove("d");
        key["key_ops"] = new JsonArray("verify");
        return JsonSerializer.SerializeToElement(new JsonObject { ["keys"] = new JsonArray(key) });
    }

    /// <summary>The private JWK as text.</summary>
    public string PrivateText(string client) => Private(client).ToJsonString();

    private JsonObject Private(string client) => _keys.GetOrAdd(client, ReadOrMake);

    private JsonObject ReadOrMake(string client)
    {
        var path = Path.Combine(folder, client + ".jwk");
        if (File.Exists(path))
            return JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        Directory.CreateDirectory(folder);
        var key = Make(client);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.Write(key.ToJsonString());
        return key;
    }

    private static JsonObject Make(string client)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var parameters = pair.ExportParameters(includePrivateParameters: true);
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-384",
            ["alg"] = "ES384",
            ["use"] = "sig",
            ["key_ops"] = new JsonArray("sign"),
            ["kid"] = $"{client}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
            ["x"] = Base64Url.EncodeToString(parameters.Q.X),
            ["y"] = Base64Url.EncodeToString(parameters.Q.Y),
            ["d"] = Base64Url.EncodeToString(parameters.D),
        };
    }
}
