using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Studies;
using HieImaging.Trust.Callers;

namespace HieImaging.Trust.Policy;

/// <summary>Which registered studies a caller may know of. What it may not is answered like what is not there (principle 9).</summary>
public static class StudyPolicy
{
    private static readonly FromCaller<Judgement> Judged = new(caller => Judgement.Of(Decide(caller)));

    /// <summary>A predicate over alias <c>study</c> of record_locator.registered_study.</summary>
    public static SqlFragment Visible(Caller caller) => Judged.Of(caller).Sql;

    /// <summary>The same over a study in hand.</summary>
    public static bool MaySee(Caller caller, RegisteredStudy study) => Judged.Of(caller).Condition.Holds(field => field switch
    {
        Field.Custodian => [study.Custodian],
        Field.Labels => study.Labels,
        Field.Modalities => study.Modalities,
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    });

    /// <summary>Id of the rule by which the caller is judged, for the audit record.</summary>
    public static string Rule(Caller caller) => Judged.Of(caller).Rule;

    /// <summary>The rules in their order; the first that applies decides (hard deny before permit, trust reference: access
    /// control).</summary>
    internal static (string Rule, Condition Condition) Decide(Caller caller)
    {
        var own = new Condition.OneOf(Field.Custodian, caller.Own);
        var narrowed = NarrowedTo(caller);
        if (!IsClinical(caller.Participant))
            return ("study-no-clinical-kind", new Condition.None());
        if (!Purposes.IsTreatment(caller.Purpose))
            return ("study-own-only-purpose", own & narrowed);
        if (caller.Domain.File.ImplicitConsent == ImplicitConsent.Deny)
            return ("study-own-only-implicit-deny", own & narrowed);
        return ("study-treatment", (own | new Condition.Without(Field.Labels, Labels.Sensitive)) & narrowed);
    }

    // A payer, an operator, an identity source or a privacy officer sees no study, not even under a treating purpose.
    private static bool IsClinical(Participant participant) =>
        participant.Is(ParticipantKind.Facility) || participant.Is(ParticipantKind.Ehr) || participant.Is(ParticipantKind.Community);

    // SMART v2 finer scopes: system/ImagingStudy.rs?modality=CT holds at every door, not at FHIR's alone; also for a token that leaves that
    // scope out and asks for RAD-107 only.
    private static Condition NarrowedTo(Caller caller) => NarrowedTo(caller.Scopes) & NarrowedTo(caller.Client.Scopes);

    private static Condition NarrowedTo(IEnumerable<string> scopes) =>
        Scopes.ModalitiesOf(scopes) is { } modalities ? new Condition.Any(Field.Modalities, modalities) : new Condition.All();
}
