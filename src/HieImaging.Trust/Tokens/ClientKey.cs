using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Trust.Tokens;

/// <summary>The keys that a client registered (RFC 7517), as far as an assertion may be signed with them: EC P-256 and P-384, RSA of 2048
/// bits and more.</summary>
public static class ClientKey
{
    private const int Most = 16;
    private static readonly string[] Private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>The key that an assertion's header means; null when none does, or the algorithm is not this key's.</summary>
    public static SecurityKey? Find(JsonElement? jwks, string? kid, string algorithm)
    {
        var fitting = Keys(jwks)
            .Where(key => Problem(key) is null && Fits(key, algorithm) && (kid is null || Text(key, "kid") == kid))
            .ToList();
        return fitting.Count == 1 ? new JsonWebKey(fitting[0].GetRawText()) : null;
    }

    /// <summary>What is wrong with a registered key set, in the operator's words.</summary>
    public static IEnumerable<string> ProblemsOf(JsonElement? jwks)
    {
        if (jwks is not { } set)
            yield break;
        if (set.ValueKind != JsonValueKind.Object || !set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
        {
            yield return "jwks is not a key set";
            yield break;
        }
        if (keys.GetArrayLength() > Most)
            yield return $"jwks has more than {Most} keys";
        foreach (var key in keys.EnumerateArray())
            if (Problem(key) is { } problem)
                yield return $"jwks: key {Text(key, "kid") ?? "without kid"} {problem}";
        foreach (var twice in keys.EnumerateArray().Select(key => Text(key, "kid")).GroupBy(kid => kid).Where(group => group.Count() > 1))
            yield return $"jwks: kid {twice.Key ?? "(none)"} is there twice";
    }

    private static IEnumerable<JsonElement> Keys(JsonElement? jwks) =>
        jwks is { ValueKind: JsonValueKind.Object } set && set.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
            ? keys.EnumerateArray().Take(Most) : [];

    private static bool Fits(JsonElement key, string algorithm) =>
        (Text(key, "alg") ?? algorithm) == algorithm && algorithm switch
        {
            SecurityAlgorithms.EcdsaSha384 => Text(key, "crv") == "P-384",
            SecurityAlgorithms.EcdsaSha256 => Text(key, "crv") == "P-256",
            SecurityAlgorithms.RsaSha384 or SecurityAlgorithms.RsaSsaPssSha256 => Text(key, "kty") == "RSA",
            _ => false,
        };

    private static string? Problem(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object)
            return "is not an object";
        if (Private.Any(member => key.TryGetProperty(member, out _)))
            return "holds a secret: register public keys only";
        if ((Text(key, "use") ?? "sig") != "sig")
            return "is not for signatures";
        return Text(key, "kty") switch
        {
            "EC" when Text(key, "crv") is "P-256" or "P-384" => IsOnCurve(key) ? null : "is no point of its curve",
            "EC" => "is of another curve than P-256 and P-384",
            "RSA" => Bits(Text(key, "n")) is >= 2048 and <= 8192 && Bits(Text(key, "e")) is >= 2 and <= 64
                ? null
                : "has fewer than 2048 bits (or more than 8192)",
            _ => "is neither EC nor RSA",
        };
    }

    private static bool IsOnCurve(JsonElement key)
    {
        try
        {
            using var _ = ECDsa.Create(new ECParameters
            {
                Curve = Text(key, "crv") == "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384,
                Q = new() { X = Base64UrlEncoder.DecodeBytes(Text(key, "x")), Y = Base64UrlEncoder.DecodeBytes(Text(key, "y")) },
            });
            return true;
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static long Bits(string? number)
    {
        try
        {
            return new System.Numerics.BigInteger(Base64UrlEncoder.DecodeBytes(number), isUnsigned: true, isBigEndian: true).GetBitLength();
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            return 0;
        }
    }

    private static string? Text(JsonElement key, string member) =>
        key.ValueKind == JsonValueKind.Object && key.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
