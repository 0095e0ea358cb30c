using HieImaging.AffinityDomain.Participants;

namespace HieImaging.Governance.Authorizing;

/// <summary>Whether a client proved who it is at the token endpoint.</summary>
internal abstract record ClientAuthentication
{
    private ClientAuthentication() { }

    /// <param name="Assertion">Its claims; null for a client known by its certificate.</param>
    internal sealed record Proven(Participant Participant, ParticipantClient Client, AssertionClaims? Assertion) : ClientAuthentication;

    /// <param name="Error">RFC 6749 5.2: <c>invalid_client</c>, <c>invalid_request</c>.</param>
    internal sealed record Refused(string Error, string Reason) : ClientAuthentication;
}

/// <summary>What of an assertion outlives its check.</summary>
internal sealed record AssertionClaims(string Id, DateTimeOffset Expires, string? Purpose);
