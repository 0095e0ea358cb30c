using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Registry.Searching;

/// <summary>
/// Whose studies: <c>patient=s-…</c>, <c>p-…</c>, or by any identifier, expanded to all source identities of that person in the query
/// itself, so that a link or an unlink holds from the next query on. Who may not know of every source is answered by the number alone that
/// a study was filed under: the way through a person would tell him what others know.
/// </summary>
internal sealed class PatientReference(ResourceIds ids, CurrentDomain domain)
{
    public SearchParameter Parameter(string name)
    {
        var person = SearchParameter.Reference(name, ["Patient"], ByReference, ByIdentifier);
        var source = SearchParameter.Reference(name, ["Patient"], patient => $"study.subject = {patient.Id}", AsFiled);
        return person with
        {
            Condition = (term, asked) =>
                Bare(term) ?? (PatientPolicy.SeesAll(asked.Http.Caller()) ? person : source).Condition(term, asked),
        };
    }

    /// <summary>Studies of the person who has that number, or, for a caller who may not know who is one person, those filed under
    /// it.</summary>
    public SqlFragment? Whose(TokenValue token, Caller caller) => PatientPolicy.SeesAll(caller) ? ByIdentifier(token) : AsFiled(token);

    private SqlFragment? AsFiled(TokenValue token)
    {
        if (token.Code.Length == 0)
            return null;
        if (AssigningAuthority.TryParse(token.System, out var authority)
            && PatientIdentifier.TryCreate(authority, token.Code, out var identifier)
            && (domain.Now.Authority(authority) is not null || domain.Now.IsPatientIdDomain(authority)))
            return $"study.subject = {ids.Source(identifier)}";
        var system = CarriedIdentifier.SystemOf(token.System!);
        return Of($"""
            select carried.source_id from record_locator.patient_identifier carried
            where carried.system = {system} and carried.value = {token.Code}
            """);
    }

    private static SqlFragment? ByReference(ReferenceValue patient) => patient.Id switch
    {
        ['p', '-', ..] => Of(PersonExpansion.OfPerson(patient.Id)),
        ['s', '-', ..] => Of(PersonExpansion.OfSource(patient.Id)),
        _ => null,
    };

    private SqlFragment? ByIdentifier(TokenValue token)
    {
        if (token.Code.Length == 0)
            return null;
        if (!AssigningAuthority.TryParse(token.System, out var authority)
            || !PatientIdentifier.TryCreate(authority, token.Code, out var identifier))
            return Of(PersonExpansion.OfClaim(token.System!, token.Code));
        // a number of the domain's authorities is its source's own; what others claim to carry of it is evidence for a link, not an answer
        return domain.Now.Authority(authority) is not null || domain.Now.IsPatientIdDomain(authority)
            ? Of(PersonExpansion.OfIdentifier(identifier, ids))
            : Of(PersonExpansion.OfClaim(authority.Urn, identifier.Value));
    }

    private static SqlFragment Of(SqlFragment sources) => $"study.subject in ({sources})";

    // A number without its authority is nobody's: equal numbers of two hospitals mean nothing.
    private static SearchCondition.Refused? Bare(SearchTerm term)
    {
        if (term.Chain != "identifier" && term.Modifier != "identifier")
            return null;
        var bare = term.Values.Any(
            value => TokenValue.Parse(term.Parameter, value) is SearchReading<TokenValue>.Accepted { Value.System: null or "" });
        return bare
            ? new SearchCondition.Refused(
                FhirIssue.Error(IssueCode.Value, "An identifier of a patient is asked for as system|value.", term.Parameter))
            : null;
    }
}
