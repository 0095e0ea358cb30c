using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.RecordLocator.Persons;

/// <summary>
/// From what a query names to the set of source identities that are that person, at query time (principle 2): each answer is a sub-select
/// of <c>source_id</c>, to stand in <c>subject in (…)</c>.
/// </summary>
public static class PersonExpansion
{
    /// <summary>All sources of the person that the source identity is, those too whose number was given up for one of them; itself, when
    /// nothing is linked to it yet; nothing where its source removed it, or the one that it was given up for.</summary>
    public static SqlFragment OfSource(string sourceId) => $"""
        select link.source_id from record_locator.person_link link
        where link.person_id = (select own.person_id from record_locator.person_link own where own.source_id = {sourceId})
          and not {IsGone($"{sourceId}")}
        union all select {sourceId} where not {IsGone($"{sourceId}")}
        """;

    /// <summary>The patient of one source as that source alone tells of them: the source identity, known or not, with the numbers that were
    /// given up for it or that it was given up for; nothing of a person, and nothing where it was removed.</summary>
    public static SqlFragment OfSourceAlone(string sourceId) => $"""
        select one.id from (
            select {sourceId} as id
            union select asked.survivor_id from record_locator.source_identity asked
                where asked.id = {sourceId} and asked.survivor_id is not null
            union select other.id from record_locator.source_identity asked
                join record_locator.source_identity other on other.survivor_id = coalesce(asked.survivor_id, asked.id)
                where asked.id = {sourceId}) one
        where not {IsGone($"{sourceId}")}
        """;

    /// <summary>All sources of a person. The id of a person that was joined into another answers the person that it is now.</summary>
    public static SqlFragment OfPerson(string personId) => $"""
        select link.source_id from record_locator.person_link link
        where link.person_id = (select born.person_id from record_locator.person_link born where born.born_id = {personId})
          and not {IsGone($"link.source_id")}
        """;

    /// <summary>By number: the source's own number means its person, whoever asks by it.</summary>
    public static SqlFragment OfIdentifier(PatientIdentifier identifier, ResourceIds ids) => OfSource(ids.Source(identifier));

    /// <summary>
    /// By an identifier that sources carry beside their own (a social security number): only where all that carry it are one person, for
    /// the number alone, carried by two, is nobody's.
    /// </summary>
    public static SqlFragment OfClaim(string system, string value) => $"""
        select link.source_id from record_locator.person_link link
        where link.person_id = (
            select min(claimed.person_id) from record_locator.patient_identifier carried
            join record_locator.person_link claimed on claimed.source_id = carried.source_id
            where carried.system = {CarriedIdentifier.SystemOf(system)} and carried.value = {value}
            having count(distinct claimed.person_id) = 1)
        """;

    /// <summary>Removed, or given up for a number that was removed since: whoever it was stands under that one alone. By such a number nobody
    /// is found.</summary>
    /// <param name="id">Of its source identity, in SQL.</param>
    public static SqlFragment IsGone(SqlFragment id) => $"""
        exists (select from record_locator.source_identity gone
            left join record_locator.source_identity survivor on survivor.id = gone.survivor_id
            where gone.id = {id} and 'removed' in (gone.state, survivor.state))
        """;
}
