using HieImaging.DocumentStore;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Identity.Answering;

/// <summary>
/// From a condition on what one source says (alias <c>source</c>) to the Patients that a search shows: for who may know of every source,
/// the persons of the sources that it holds for; for others those sources alone, since the way through a person would tell of its other
/// sources (docs/decisions/0010).
/// </summary>
internal static class PatientRows
{
    /// <summary>Source identities and persons alike, under alias <c>patient</c>.</summary>
    public static SqlFragment From { get; } = $"""
        (select source.id, source.version, source.last_updated, source.deleted, source.body, 's' as kind, array[source.id] as sources,
                source.family, source.given, source.birth_date, source.gender, source.survivor_id
         from record_locator.source_identity source
         union all
         select person.id, person.content_version, person.content_at, person.deleted, person.body, 'p', person.sources,
                person.family, person.given, person.birth_date, person.gender, null
         from record_locator.person person) patient
        """;

    /// <summary>What the caller may see of them. A person's bytes hold every number and link of every source: whoever may not know of all
    /// of them is shown his own sources, and no person.</summary>
    public static SqlFragment Visible(Caller caller)
    {
        if (PatientPolicy.SeesAll(caller))
            return SqlFragment.Raw("true");
        return $"""
            patient.kind = 's' and exists (select from record_locator.source_identity source
                                           where source.id = patient.id and ({PatientPolicy.Visible(caller)}))
            """;
    }

    /// <summary>What a search looks among: persons, or his own sources for who is shown none.</summary>
    public static SqlFragment Searched(Caller caller) =>
        PatientPolicy.SeesAll(caller) ? SqlFragment.Raw("patient.kind = 'p'") : SqlFragment.Raw("patient.kind = 's'");

    /// <summary>What a search may show the caller at all.</summary>
    public static SqlFragment ShownTo(Caller caller) => $"not patient.deleted and {Searched(caller)} and ({Visible(caller)})";

    /// <summary>Over alias <c>patient</c>.</summary>
    public static SqlFragment Where(Caller caller, SqlFragment source)
    {
        if (!PatientPolicy.SeesAll(caller))
            return $"patient.id in (select source.id from record_locator.source_identity source where {Live} and ({source}))";
        return $"""
            patient.id in (select link.person_id from record_locator.source_identity source
                           join record_locator.person_link link on link.source_id = source.id
                           where {Live} and ({source}))
            """;
    }

    /// <summary>What a search looks through, over alias <c>source</c>: what a source took back or put under another number is not
    /// searched.</summary>
    public static SqlFragment Live { get; } = SqlFragment.Raw("not source.deleted and source.state in ('registered', 'quarantined')");
}
