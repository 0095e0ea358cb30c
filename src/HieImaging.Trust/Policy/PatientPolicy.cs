using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.Trust.Callers;

namespace HieImaging.Trust.Policy;

/// <summary>Which source identities a caller may know of. A person shows the numbers of all its sources, and so is for those alone who may
/// know of all.</summary>
public static class PatientPolicy
{
    private static readonly FromCaller<Judgement> Judged = new(caller => Judgement.Of(Decide(caller)));
    private static readonly FromCaller<IReadOnlyList<string>> Authorities = new(AuthoritiesOf);

    /// <summary>A predicate over alias <c>source</c> of record_locator.source_identity.</summary>
    public static SqlFragment Visible(Caller caller) => Judged.Of(caller).Sql;

    /// <summary>Whether nothing of anybody is kept from the caller: only then persons are shown, who tell what one source does not know of
    /// another.</summary>
    public static bool SeesAll(Caller caller) => Judged.Of(caller).Condition is Condition.All;

    /// <summary>Id of the rule by which the caller is judged, for the audit record.</summary>
    public static string Rule(Caller caller) => Judged.Of(caller).Rule;

    internal static (string Rule, Condition Condition) Decide(Caller caller)
    {
        var own = OwnOnly(caller);
        if (SeesNobody(caller.Participant))
            return ("patient-no-kind", new Condition.None());
        if (!Purposes.IsTreatment(caller.Purpose))
            return ("patient-own-only-purpose", own);
        if (!IsClinical(caller.Participant))
            return ("patient-own-only-kind", own);
        return caller.Domain.File.ImplicitConsent == ImplicitConsent.Deny
            ? ("patient-own-only-implicit-deny", own)
            : ("patient-treatment", new Condition.All());
    }

    /// <summary>OIDs of the authorities whose numbers it feeds or uses itself.</summary>
    public static IReadOnlyList<string> OwnAuthorities(Caller caller) => Authorities.Of(caller);

    private static List<string> AuthoritiesOf(Caller caller)
    {
        var authorities = caller.Domain.File.Authorities
            .Where(authority => caller.Own.Any(id => authority.Feeder == id || authority.UsedBy.Contains(id)))
            .Select(authority => authority.Oid)
            .ToList();
        if (caller.Domain.File.PatientIdDomain is { Oid: { } oid, Feeder: { } feeder } && caller.Own.Contains(feeder))
            authorities.Add(oid);
        return authorities;
    }

    // Its own numbers, and what it was told as the one who feeds.
    private static Condition OwnOnly(Caller caller) =>
        new Condition.OneOf(Field.Authority, OwnAuthorities(caller)) | new Condition.OneOf(Field.Feeder, caller.Own);

    private static bool IsClinical(Participant participant) =>
        participant.Is(ParticipantKind.Facility) || participant.Is(ParticipantKind.Ehr) || participant.Is(ParticipantKind.Community);

    // A payer asks by its own member's number through the prior-imaging check alone; an operator sees no patient.
    private static bool SeesNobody(Participant participant) =>
        !IsClinical(participant) && !participant.Is(ParticipantKind.IdentitySource) && !participant.Is(ParticipantKind.PrivacyOfficer);
}
