using System.Collections.Concurrent;
using HieImaging.AffinityDomain.Participants;

namespace HieImaging.Trust.Callers;

/// <summary>Who is asking, as the gate found out: never what a header or a body claims.</summary>
public sealed record Caller
{
    private static readonly FromCaller<IReadOnlyList<string>> Owns =
        new(caller => [.. caller.Client.ActsFor.Prepend(caller.Participant.Id).Distinct(StringComparer.Ordinal)]);

    private static readonly FromCaller<ConcurrentDictionary<string, bool>> Granted = new(_ => new(StringComparer.Ordinal));

    public required Participant Participant { get; init; }

    public required ParticipantClient Client { get; init; }

    /// <summary>What it may do now: the token's scopes within those that the domain file registers at this moment.</summary>
    public required IReadOnlySet<string> Scopes { get; init; }

    /// <summary>Purpose of use (v3-ActReason); empty when none was stated and none is registered.</summary>
    public required string Purpose { get; init; }

    /// <summary>The access token's <c>jti</c>; null for a caller known by its certificate alone.</summary>
    public string? TokenId { get; init; }

    /// <summary><c>sha256:…</c> of the TLS client certificate, when there was one.</summary>
    public string? Certificate { get; init; }

    /// <summary>The domain as it was when the request came in.</summary>
    public required Domain Domain { get; init; }

    /// <summary>Whether it speaks for the participant: its own, or one that <c>actsFor</c> lists.</summary>
    public bool ActsFor(string participant) => participant == Participant.Id || Client.ActsFor.Contains(participant);

    /// <summary>Whether its scopes admit what needs <paramref name="scope"/>: an IHE transaction's id, or
    /// <c>system/Type.letters</c>.</summary>
    public bool Has(string scope) => Granted.Of(this).GetOrAdd(scope, static (asked, held) => Callers.Scopes.Grant(held, asked), Scopes);

    /// <summary>Ids of the participants whose own it may handle.</summary>
    public IReadOnlyList<string> Own => Owns.Of(this);
}
