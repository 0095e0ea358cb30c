using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HieImaging.Trust.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Tests.Trust;

/// <summary>Makes tokens by hand, good and bad: what a library would refuse to make is just what must be tried.</summary>
internal static class Signing
{
    public static TokenKey NewTokenKey(string kid = "k1") =>
        new(kid, new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = kid }, DateTimeOffset.UnixEpoch);

    public static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Token(string header, string payload, Func<byte[], byte[]> sign)
    {
        var input = $"{Part(header)}.{Part(payload)}";
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public static Func<byte[], byte[]> With(ECDsa key, HashAlgorithmName hash) => input => key.SignData(input, hash);

    public static string Changed(string json, Action<JsonObject> change)
    {
        var value = JsonNode.Parse(json)!.AsObject();
        change(value);
        return value.ToJsonString();
    }
}
