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
