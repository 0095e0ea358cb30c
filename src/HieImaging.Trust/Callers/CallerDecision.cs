using System.Security.Cryptography.X509Certificates;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Tokens;

namespace HieImaging.Trust.Callers;

/// <summary>From what was proven to a caller: the registration of this moment decides, not that of the moment when the token was issued.
/// Pure.</summary>
public static class CallerDecision
{
    /// <param name="token">Signature and times hold.</param>
    /// <param name="thumbprint">Of the TLS client certificate, when there is one.</param>
    public static Authentication ByToken(Domain domain, AccessToken token, string? thumbprint)
    {
        if (domain.Client(token.Client) is not var (participant, client))
            return new Authentication.Refused("invalid_token", "The client is not registered.");
        // RFC 8705 3: issued to a certificate, good with that certificate alone
        if (token.BoundTo is { } bound && (thumbprint is null || bound != ClientCertificate.Confirmation(thumbprint)))
            return new Authentication.Refused("invalid_token", "The token is bound to another certificate.", client.Id);
        if (thumbprint is not null && domain.ClientByCertificate(thumbprint) is var (_, other) && other.Id != client.Id)
            return new Authentication.Refused("invalid_token", "The certificate is another client's.", client.Id);
        if (token.Purpose.Length > 0 && !client.Purposes.Contains(token.Purpose))
            return new Authentication.Refused("invalid_token", "The purpose of use is no longer registered.", client.Id);
        return new Authentication.Known(new Caller
        {
            Participant = participant,
            Client = client,
            Scopes = Scopes.Common(token.Scopes, client.Scopes),
            Purpose = token.Purpose,
            TokenId = token.Id,
            Certificate = thumbprint,
            Domain = domain,
        });
    }

    /// <summary>
    /// A sender of HL7 v2 is what its certificate says, and its messages may name nobody else as their sender; without a certificate it is
    /// whom MSH-3 and MSH-4 name, which only a listener that is reached by nobody else takes (operations.md).
    /// </summary>
    /// <param name="names"><c>application|facility</c> in each spelling of the message.</param>
    public static Authentication ByMllp(Domain domain, IReadOnlyList<string> names, string? thumbprint)
    {
        var named = names.Select(domain.ClientByMllp).FirstOrDefault(found => found is not null);
        if (thumbprint is not null)
            return ByCertificate(domain, thumbprint) is not Authentication.Known shown
                ? new Authentication.Refused("invalid_token", NotRegistered)
                : named?.Client.Id == shown.Caller.Client.Id || (named is null && shown.Caller.Client.Mllp.Count == 0) ? shown
                : new Authentication.Refused("invalid_token", "MSH-3 and MSH-4 are not the certificate's.", shown.Caller.Client.Id);
        return named is var (participant, client)
            ? new Authentication.Known(Peer(domain, participant, client, null))
            : new Authentication.Refused("invalid_token", "MSH-3 and MSH-4 name no client of this exchange.");
    }

    /// <summary>A peer that can't log in is what its certificate says; its purpose is the first that is registered.</summary>
    public static Authentication ByCertificate(Domain domain, string thumbprint) =>
        domain.ClientByCertificate(thumbprint) is var (participant, client)
            ? new Authentication.Known(Peer(domain, participant, client, thumbprint))
            : new Authentication.Refused("invalid_token", NotRegistered);

    /// <summary>The same of a certificate as it is shown, which is good in its own time alone.</summary>
    public static Authentication ByCertificate(Domain domain, X509Certificate2 shown, DateTimeOffset now) =>
        ByCertificate(domain, ClientCertificate.Thumbprint(shown)) is var decided
        && decided is Authentication.Known(var caller) && !ClientCertificate.IsCurrent(shown, now)
            ? new Authentication.Refused("invalid_token", "The certificate has expired or is not yet valid.", caller.Client.Id)
            : decided;

    private const string NotRegistered = "The certificate is not registered.";

    private static Caller Peer(Domain domain, Participant participant, ParticipantClient client, string? thumbprint) => new()
    {
        Participant = participant,
        Client = client,
        Scopes = client.Scopes.ToHashSet(StringComparer.Ordinal),
        Purpose = client.Purposes.Count > 0 ? client.Purposes[0] : "",
        Certificate = thumbprint,
        Domain = domain,
    };
}
