using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Tokens;

namespace HieImaging.Governance.Authorizing;

/// <summary>What a proven client is granted of what it asked for. Pure.</summary>
internal abstract record GrantDecision
{
    private GrantDecision() { }

    internal sealed record Granted(IReadOnlyList<string> Scopes, string Purpose) : GrantDecision;

    /// <param name="Error">RFC 6749 5.2: <c>invalid_scope</c>, <c>invalid_request</c>.</param>
    internal sealed record Refused(string Error, string Reason) : GrantDecision;

    /// <param name="scope">As asked; null: all that is registered.</param>
    /// <param name="purpose">A v3-ActReason code, bare or as <c>system|code</c>; null: the first that is registered.</param>
    public static GrantDecision On(ParticipantClient client, string? scope, string? purpose)
    {
        if (!ScopeText.TryRead(scope, out var asked))
            return new Refused("invalid_scope", "The scope is not a list of scopes.");
        var granted = Scopes.Common(asked.Count == 0 ? client.Scopes : asked, client.Scopes);
        if (granted.Count == 0)
            return new Refused("invalid_scope", "None of the scopes is registered for the client.");
        if (purpose is null)
            return new Granted([.. granted], client.Purposes.Count > 0 ? client.Purposes[0] : "");
        var code = purpose[(purpose.LastIndexOf('|') + 1)..];
        return client.Purposes.Contains(code)
            ? new Granted([.. granted], code)
            : new Refused("invalid_request", "The purpose of use is not registered for the client.");
    }
}
