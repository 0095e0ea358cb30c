using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Governance.Authorizing;

/// <summary>The whole of an assertion: structure, algorithm, claims, and the signature by a key that the client registered.</summary>
internal static class AssertionCheck
{
    /// <summary>SMART backend services ask for the first two.</summary>
    public static readonly string[] Algorithms =
        [SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    public static async Task<ClientAuthentication> CheckAsync(
        string assertion, string? clientId, Domain domain, IReadOnlyCollection<string> audiences, DateTimeOffset now)
    {
        if (!CompactJws.TryRead(assertion, out var jws))
            return new ClientAuthentication.Refused("invalid_client",
                "The assertion is not a signed JWT of at most 8 KiB with alg, typ and kid in its header.");
        if (!Algorithms.Contains(jws.Algorithm))
            return new ClientAuthentication.Refused("invalid_client", $"The assertion is signed by {string.Join(", ", Algorithms)}.");
        var claimed = AssertionDecision.On(jws, clientId, domain, audiences, now);
        if (claimed is not ClientAuthentication.Proven proven)
            return claimed;
        return ClientKey.Find(proven.Client.Jwks, jws.KeyId, jws.Algorithm) is { } key
            && await JwsSignature.IsValidAsync(jws, key, jws.Algorithm)
            ? proven
            : new ClientAuthentication.Refused("invalid_client", "The assertion is not signed by a key that the client registered.");
    }
}
