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
/// <param name="held">Over the alias that is searched: it is of one of the source identities, given as a select. Null: of a study.</param>
internal sealed class PatientReference(ResourceIds ids, CurrentDomain domain, Func<SqlFragment, SqlFragment>? held = null)
{
    public SearchParameter Parameter(string name)
    {
        var person = SearchParameter.Reference(name, ["Patient"], ByReference, ByIdentifier);
        var source = SearchParameter.Reference(name, ["Patient"], patient => Of(PersonExpansion.OfSourceAlone(patient.Id)), AsFiled);
        return person with
        {
            Condition = (term, asked) => Whole(term, asked.Http.Caller()) is { } whole
                ? (PatientPolicy.SeesAll(asked.Http.Caller()) ? person : source).Condition(whole, asked)
                : new SearchCondition.Refused(FhirIssue.Error(IssueCode.Value,
                    "An identifier of a patient is asked for as system|value: no authority is the caller's own.", term.Parameter)),
            Present = $"true",
            Documentation = "A source identity (s-…), a person (p-…), or any identifier; a number without a system is the caller's own.",
        };
    }

    /// <summary>Studies of the person who has that number, or, for a caller who may not know who is one person, those filed under
    /// it or under one that was given up for it.</summary>
    public SqlFragment? Whose(TokenValue token, Caller caller) => PatientPolicy.SeesAll(caller) ? ByIdentifier(token) : AsFiled(token);

    /// <summary>The patients that a search names, by id, for its audit record; null where it names none.</summary>
    public string? Asked(SearchQuery? query, Caller caller)
    {
        var asked = (query?.Terms ?? []).Where(term => term.Name is "patient" or "subject").SelectMany(term => Named(term, caller))
            .Distinct(StringComparer.Ordinal).ToList();
        return asked.Count == 0 ? null : string.Join(' ', asked);
    }

    private IEnumerable<string> Named(SearchTerm term, Caller caller)
    {
        if (term.Chain != "identifier" && term.Modifier != "identifier")
            return term.Values.Select(value => value[(value.LastIndexOf('/') + 1)..]).Where(id => id is ['s' or 'p', '-', ..] && id.Length == 28);
        return (Whole(term, caller)?.Values ?? []).Select(value => TokenValue.Parse(term.Parameter, value))
            .OfType<SearchReading<TokenValue>.Accepted>().Select(read => Named(read.Value)).OfType<string>();
    }

    /// <summary>Whose own number it is, by id; null where it is no number of the domain's.</summary>
    public string? Named(TokenValue token) =>
        AssigningAuthority.TryParse(token.System, out var authority) && PatientIdentifier.TryCreate(authority, token.Code, out var identifier)
        && (domain.Now.Authority(authority) is not null || domain.Now.IsPatientIdDomain(authority))
            ? ids.Source(identifier)
            : null;

    /// <summary>From a study to its patient: included as the manifests' source, searched as the person.</summary>
    public static SearchReference Reference(string name) => new(
        name, "Patient", studies => $"select held.subject from record_locator.registered_study held where held.id in ({studies})")
    {
        Refers = patients => $"""
            study.subject in (select coalesce(link.source_id, named.id)
                              from ({patients}) named (id) left join record_locator.person_link link on link.person_id = named.id)
            """,
        Found = studies => $"""
            select unnest(array[held.subject, link.person_id]) from record_locator.registered_study held
            left join record_locator.person_link link on link.source_id = held.subject where held.id in ({studies})
            """,
    };

    private SqlFragment? AsFiled(TokenValue token)
    {
        if (token.Code.Length == 0)
            return null;
        if (AssigningAuthority.TryParse(token.System, out var authority)
            && PatientIdentifier.TryCreate(authority, token.Code, out var identifier)
            && (domain.Now.Authority(authority) is not null || domain.Now.IsPatientIdDomain(authority)))
            return Of(PersonExpansion.OfSourceAlone(ids.Source(identifier)));
        var system = CarriedIdentifier.SystemOf(token.System!);
        return Of($"""
            select carried.source_id from record_locator.patient_identifier carried
            where carried.system = {system} and carried.value = {token.Code}
            """);
    }

    private SqlFragment? ByReference(ReferenceValue patient) => patient.Id switch
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

    private SqlFragment Of(SqlFragment sources) => held is null ? $"study.subject in ({sources})" : held(sources);

    // A number without its authority is of the caller's own authorities, as in QIDO-RS; who has none is told to name one
    // (docs/decisions/0017). "|value" says that there is no authority, and then there is no patient.
    private static SearchTerm? Whole(SearchTerm term, Caller caller)
    {
        if (term.Chain != "identifier" && term.Modifier != "identifier")
            return term;
        var own = PatientPolicy.OwnAuthorities(caller);
        var values = new List<string>();
        foreach (var value in term.Values)
        {
            var reading = TokenValue.Parse(term.Parameter, value);
            var system = reading is SearchReading<TokenValue>.Accepted read ? read.Value.System : "unreadable";
            if (system is "" || (system is null && own.Count == 0))
                return null;
            values.AddRange(system is null ? own.Select(oid => $"{AssigningAuthority.Parse(oid).Urn}|{value}") : [value]);
        }
        return term with { Values = values };
    }
}
