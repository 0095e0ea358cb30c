using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Validation;
using HieImaging.FhirServer.Declaring;
using HieImaging.Identity.Documents;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Reviewing;
using HieImaging.RecordLocator.Keys;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Identity.Answering;

/// <summary>
/// Patient: read as a source identity (<c>s-…</c>) or a person (<c>p-…</c>); a search finds persons (ITI-78),
/// and for a caller who may know of some sources only, those; fed by conditional update (ITI-104), cross-referenced by <c>$ihe-pix</c>
/// (ITI-83).
/// </summary>
public static class PatientResource
{
    public static ResourceDeclaration Declare(ResourceIds ids) => new()
    {
        Type = "Patient",
        Profile = ProfileTables.House + "StructureDefinition/hie-patient",
        From = PatientRows.From,
        Alias = $"patient",
        Columns = [new("survivor", $"patient.survivor_id")],
        Written = (row, body) => PatientInAnswer.Of(body, row["survivor"]),
        Unversioned = row => row["survivor"] is not null,
        // a person is computed: it has the version that its sources make, and no other
        History = $"(select id, version, last_updated, deleted, body from record_locator.source_identity_history)",
        SearchOnly = http => PatientRows.Searched(http.Caller()),
        Shown = (http, query) => DomainRestriction.Of(query, http.Caller().Domain),
        Visible = http => PatientRows.Visible(http.Caller()),
        Audit = Told,
        Parameters =
        [
            PatientIdentifierSearch.Parameter(ids),
            .. PatientParameters.All,
        ],
        Counted = true,
        SearchTransaction = Transaction.Iti78,
        // R4 Patient: what is marked Σ
        Summary =
        [
            "identifier", "active", "name", "telecom", "gender", "birthDate", "deceased", "address", "managingOrganization", "link",
        ],
        ConditionalUpdate = new FhirWrite(Transaction.Iti104, PatientFeed.Answer)
        {
            Profile = ProfileTables.House + "StructureDefinition/hie-patient",
        },
        ConditionalDelete = new FhirWrite(Transaction.Iti104, PatientFeed.Remove),
        Operations = [IhePix.Operation, MatchPatients.Operation, .. ReviewOperations.All],
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
}
