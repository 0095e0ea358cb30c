using System.Text.Json;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Tokens;

namespace HieImaging.Governance.Authorizing;

/// <summary>Judges the claims of a client assertion (RFC 7523 3, SMART backend services): whose it is, for us, for how long. Pure; the
/// signature is checked beside it.</summary>
internal static class AssertionDecision
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="clientId">The form's client_id, when it was sent.</param>
    /// <param name="audiences">Under which names the token endpoint is asked.</param>
    public static ClientAuthentication On(
        CompactJws jws, string? clientId, Domain domain, IReadOnlyCollection<string> audiences, DateTimeOffset now)
    {
        // an access token, an id token or whatever else we or others sign is no assertion (RFC 8725 3.11)
        if (jws.Type is not (null or "JWT" or "client-authentication+jwt"))
            return Invalid("The assertion is of another type.");
        if (jws.TextOf("iss") is not { Length: > 0 } client || jws.TextOf("sub") != client || (clientId is not null && clientId != client))
            return Invalid("iss, sub and client_id are one and the same.");
        if (domain.Client(client) is not var (participant, registered))
            return Invalid("The client is not registered.");
        if (AudienceOf(jws.Payload) is not { } audience || !audiences.Contains(audience))
            return Invalid("aud is the address of the token endpoint, and nothing else.");
        if (jws.TextOf("jti") is not { Length: > 0 and <= 128 } id)
            return Invalid("jti is missing, or longer than 128 characters.");
        if (jws.TimeOf("exp") is not { } expires || jws.TimeOf("iat") is not { } issued || (jws.Holds("nbf") && jws.TimeOf("nbf") is null))
            return Invalid("exp and iat are times, and are asked for.");
        var late = now + AccessToken.Skew;
        if (issued > late || (jws.TimeOf("nbf") ?? issued) > late || expires + AccessToken.Skew <= now)
            return Invalid("The assertion has expired or is not yet valid.");
        if (expires - issued > Longest || expires > late + Longest)
            return Invalid("The assertion lives longer than five minutes.");
        return new ClientAuthentication.Proven(participant, registered, new AssertionClaims(id, expires, PurposeOf(jws.Payload)));
    }

    // One audience, written as a string or as a list of one: a token that is good elsewhere could have been taken there.
    private static string? AudienceOf(JsonElement payload) =>
        !payload.TryGetProperty("aud", out var aud) ? null
        : aud.ValueKind == JsonValueKind.String ? aud.GetString()
        : aud.ValueKind == JsonValueKind.Array && aud.GetArrayLength() == 1 && aud[0].ValueKind == JsonValueKind.String ? aud[0].GetString()
        : null;

    // IUA: extensions.ihe_iua.purpose_of_use, UDAP: extensions.hl7-b2b.purpose_of_use; the first of either
    private static string? PurposeOf(JsonElement payload)
    {
        if (!payload.TryGetProperty("extensions", out var extensions) || extensions.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var name in (string[])["ihe_iua", "hl7-b2b"])
            if (extensions.TryGetProperty(name, out var extension) && extension.ValueKind == JsonValueKind.Object
                && extension.TryGetProperty("purpose_of_use", out var purposes)
                && purposes.ValueKind == JsonValueKind.Array && purposes.GetArrayLength() > 0)
                return CodeOf(purposes[0]);
        return null;
    }

    private static string? CodeOf(JsonElement purpose) =>
        purpose.ValueKind == JsonValueKind.String ? purpose.GetString()
        : purpose.ValueKind == JsonValueKind.Object && purpose.TryGetProperty("code", out var code)
            && code.ValueKind == JsonValueKind.String ? code.GetString()
        : null;

    private static ClientAuthentication.Refused Invalid(string reason) => new("invalid_client", reason);
}
