using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.Trust.Callers;

namespace HieImaging.Trust.Policy;

/// <summary>
/// Which source identities a steward may decide about, once the scope <c>identity-review</c> has admitted the client. The exchange's own
/// stewards (operator, privacy officer) about all; an identity source about pairs of its own numbers; nobody else about any. It says who
/// may decide, never who may read a Patient: what records say is shown of a claimed pair alone (decision 37).
/// </summary>
public static class ReviewPolicy
{
    /// <summary>The scope that makes a client a steward.</summary>
    public const string Scope = "identity-review";

    private static readonly FromCaller<Judgement> Judged = new(caller => Judgement.Of(Decide(caller)));

    /// <summary>A predicate over alias <c>source</c> of record_locator.source_identity.</summary>
    public static SqlFragment Visible(Caller caller) => Judged.Of(caller).Sql;

    /// <summary>Id of the rule by which the caller is judged, for the audit record.</summary>
    public static string Rule(Caller caller) => Judged.Of(caller).Rule;

    internal static (string Rule, Condition Condition) Decide(Caller caller)
    {
        if (!caller.Has(Scope))
            return ("review-no-scope", new Condition.None());
        if (caller.Participant.Is(ParticipantKind.Operator) || caller.Participant.Is(ParticipantKind.PrivacyOfficer))
            return ("review-all", new Condition.All());
        return caller.Participant.Is(ParticipantKind.IdentitySource)
            ? ("review-own-numbers", new Condition.OneOf(Field.Authority, PatientPolicy.OwnAuthorities(caller)))
            : ("review-no-kind", new Condition.None());
    }
}
