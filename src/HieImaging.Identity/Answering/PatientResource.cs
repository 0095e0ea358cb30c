using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using HieImaging.Fhir.Validation;
using HieImaging.FhirServer.Declaring;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Matching;
using HieImaging.Identity.Reviewing;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Identity.Answering;

/// <summary>
/// Patient: read as a source identity (<c>s-…</c>) or a person (<c>p-…</c>); a search finds persons (ITI-78 comes whole with matching),
/// and for a caller who may know of some sources only, those; fed by conditional update (ITI-104), cross-referenced by <c>$ihe-pix</c>
/// (ITI-83).
/// </summary>
public static class PatientResource
{
    public static ResourceDeclaration Declare(ResourceIds ids) => new()
    {
        Type = "Patient",
        Profile = ProfileTables.House + "StructureDefinition/hie-patient",
        From = $"""
            (select source.id, source.version, source.last_updated, source.deleted, source.body, 's' as kind, array[source.id] as sources,
                    source.family, source.given, source.birth_date, source.gender
             from record_locator.source_identity source
             union all
             select person.id, person.version, person.last_updated, person.deleted, person.body, 'p', person.sources,
                    person.family, person.given, person.birth_date, person.gender
             from record_locator.person person) patient
            """,
        Alias = $"patient",
        History = $"""
            (select id, version, last_updated, deleted, body from record_locator.source_identity_history
             union all select id, version, last_updated, deleted, body from record_locator.person_history)
            """,
        SearchOnly = http =>
            PatientPolicy.SeesAll(http.Caller()) ? SqlFragment.Raw("patient.kind = 'p'") : SqlFragment.Raw("patient.kind = 's'"),
        Visible = http => Visible(http.Caller()),
        Audit = Told,
        Parameters =
        [
            PatientIdentifierSearch.Parameter(ids),
            SearchParameter.String("family", (name, modifier) => Name(SqlFragment.Raw("patient.family"), name, modifier)),
            SearchParameter.String("given", (name, modifier) => Name(SqlFragment.Raw("patient.given"), name, modifier)),
            SearchParameter.String("name", (name, modifier) =>
                $"({Name(SqlFragment.Raw("patient.family"), name, modifier)} or {Name(SqlFragment.Raw("patient.given"), name, modifier)})"),
            SearchParameter.Custom("birthdate", SearchParameterType.Date, BirthDate) with { Present = $"patient.birth_date is not null" },
            SearchParameter.Token("gender", token => $"patient.gender = {token.Code}") with { Present = $"patient.gender is not null" },
        ],
        // R4 Patient: what is marked Σ
        Summary =
        [
            "identifier", "active", "name", "telecom", "gender", "birthDate", "deceased", "address", "managingOrganization", "link",
        ],
        ConditionalUpdate = new FhirWrite(Transaction.Iti104, PatientFeed.Answer) { Profile = ProfileTables.House + "StructureDefinition/hie-patient" },
        Operations = [IhePix.Operation, .. ReviewOperations.All],
    };

    // BALP: one record for each patient shown; one without a patient where nothing was found.
    private static void Told(DocumentSession session, FhirDisclosure told)
    {
        var caller = told.Http.Caller();
        var record = AuditRecord.For(caller, told.Transaction) with
        {
            Action = told.Query is null ? AuditAction.Read : AuditAction.Query, Rule = PatientPolicy.Rule(caller),
        };
        if (told.Rows.Count == 0)
            AuditTrail.Append(session, record);
        foreach (var row in told.Rows)
            AuditTrail.Append(session, record with { Patient = row.Id, Entity = "Patient/" + row.Id });
    }

    // A person's bytes hold every number and link of every source: whoever may not know of all of them is shown his own sources, and no
    // person.
    private static SqlFragment Visible(Caller caller) => PatientPolicy.SeesAll(caller)
        ? SqlFragment.Raw("true")
        : $"patient.kind = 's' and exists (select from record_locator.source_identity source where source.id = patient.id and ({PatientPolicy.Visible(caller)}))";

    // Names are compared as they are folded for matching: "Müller" finds MULLER. Without a modifier a name may go on (R4 3.1.1.4.8).
    private static SqlFragment Name(SqlFragment column, StringValue name, string? modifier)
    {
        if (FoldedText.Name(name.Text) is not { } folded)
            return SqlFragment.Raw("false");
        return modifier switch
        {
            "exact" => $"{folded} = any({column})",
            "contains" => $"exists (select 1 from unnest({column}) part where strpos(part, {folded}) > 0)",
            _ => $"exists (select 1 from unnest({column}) part where starts_with(part, {folded}))",
        };
    }

    private static SearchCondition BirthDate(SearchTerm term, SearchContext asked)
    {
        if (term is not { Modifier: null, Chain: null })
            return SearchParameter.NotSupported(term);
        return SearchParameter.AnyOf(term, DateValue.Parse, date => date.Prefix switch
        {
            DatePrefix.Eq => $"patient.birth_date = any({Spellings(date)})",
            _ => DateComparison.At(
                date, $"(case when length(patient.birth_date) = 10 then (patient.birth_date || 'T00:00:00Z')::timestamptz end)"),
        });
    }

    // A whole date finds itself; a year or a month finds every date within it, and itself where no more is known.
    private static string[] Spellings(DateValue date)
    {
        var days = (int)(date.To - date.From).TotalDays;
        var within = Enumerable.Range(0, Math.Clamp(days, 1, 366)).Select(day => date.From.AddDays(day).ToString("yyyy-MM-dd", null));
        return days switch
        {
            <= 1 => [.. within],
            <= 31 => [.. within, date.From.ToString("yyyy-MM", null)],
            _ => [.. within, date.From.ToString("yyyy", null)],
        };
    }
}
