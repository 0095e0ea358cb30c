using System.Text.Json;
using System.Text.Json.Nodes;

namespace HieImaging.Trust.Tokens;

/// <summary>What an access token of this node says (RFC 9068, IUA ITI-71 with extensions.ihe_iua).</summary>
public sealed record AccessToken
{
    /// <summary>RFC 9068 2.1; no other type is an access token.</summary>
    public const string Type = "at+jwt";

    /// <summary>Of the codes in purpose_of_use.</summary>
    public const string PurposeSystem = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>How far two clocks may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    public required string Id { get; init; }
    public required string Client { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>A v3-ActReason code; empty when none was stated.</summary>
    public required string Purpose { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset NotBefore { get; init; }
    public required DateTimeOffset Expires { get; init; }

    /// <summary>base64url SHA-256 of the certificate that it is bound to (RFC 8705 3.1).</summary>
    public string? BoundTo { get; init; }

    /// <summary>Reads the claims of a token whose signature holds; null for a token of another issuer or audience, or one that lacks a
    /// claim.</summary>
    public static AccessToken? Read(CompactJws jws, string issuer)
    {
        // aud is ours alone: a token that is good elsewhere too is not taken
        if (jws.Type != Type || jws.TextOf("iss") != issuer || jws.TextOf("aud") != issuer)
            return null;
        if (jws.TextOf("jti") is not { Length: > 0 and <= 128 } id
            || jws.TextOf("client_id") is not { Length: > 0 } client
            || jws.TextOf("sub") != client)
            return null;
        if (jws.TimeOf("exp") is not { } expires || jws.TimeOf("iat") is not { } issued || jws.TimeOf("nbf") is not { } from)
            return null;
        if (!ScopeText.TryRead(jws.TextOf("scope"), out var scopes))
            return null;
        return new AccessToken
        {
            Id = id, Client = client, Scopes = scopes, IssuedAt = issued, NotBefore = from, Expires = expires,
            Purpose = PurposeOf(jws.Payload), BoundTo = BoundOf(jws.Payload),
        };
    }

    /// <summary>Whether it holds at that time; a life longer than we ever give is not ours.</summary>
    public bool IsCurrent(DateTimeOffset now) =>
        now < Expires + Skew && IssuedAt <= now + Skew && NotBefore <= now + Skew && Expires - IssuedAt <= Life;

    /// <summary>The claims as they are signed.</summary>
    public string Payload(string issuer, string organization, string? organizationOid, string homeCommunity)
    {
        var iua = new JsonObject { ["subject_organization"] = organization, ["home_community_id"] = "urn:oid:" + homeCommunity };
        if (organizationOid is not null)
            iua["subject_organization_id"] = "urn:oid:" + organizationOid;
        if (Purpose.Length > 0)
            iua["purpose_of_use"] = new JsonArray(new JsonObject { ["system"] = PurposeSystem, ["code"] = Purpose });
        var claims = new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = issuer,
            ["sub"] = Client,
            ["client_id"] = Client,
            ["jti"] = Id,
            ["iat"] = IssuedAt.ToUnixTimeSeconds(),
            ["nbf"] = NotBefore.ToUnixTimeSeconds(),
            ["exp"] = Expires.ToUnixTimeSeconds(),
            ["scope"] = string.Join(' ', Scopes),
            ["extensions"] = new JsonObject { ["ihe_iua"] = iua },
        };
        if (BoundTo is not null)
            claims["cnf"] = new JsonObject { ["x5t#S256"] = BoundTo };
        return claims.ToJsonString();
    }

    private static string PurposeOf(JsonElement payload) =>
        payload.TryGetProperty("extensions", out var extensions) && extensions.ValueKind == JsonValueKind.Object
        && extensions.TryGetProperty("ihe_iua", out var iua) && iua.ValueKind == JsonValueKind.Object
        && iua.TryGetProperty("purpose_of_use", out var purposes)
        && purposes.ValueKind == JsonValueKind.Array && purposes.GetArrayLength() == 1
        && purposes[0].ValueKind == JsonValueKind.Object && purposes[0].TryGetProperty("code", out var code)
        && code.ValueKind == JsonValueKind.String
            ? code.GetString()! : "";

    // A confirmation that we don't understand binds to nothing that could be shown: it never matches.
    private static string? BoundOf(JsonElement payload) =>
        !payload.TryGetProperty("cnf", out var cnf) ? null
        : cnf.ValueKind == JsonValueKind.Object && cnf.TryGetProperty("x5t#S256", out var hash)
            && hash.ValueKind == JsonValueKind.String ? hash.GetString() : "";
}
