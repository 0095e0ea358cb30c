using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Registry.Searching;

/// <summary>
/// ImagingStudy: every registered study that the caller may see, found by its patient under whatever number, by UID, accession, modality,
/// date.
/// </summary>
public static class ImagingStudyResource
{
    public static ResourceDeclaration Declaration(ResourceIds ids, CurrentDomain domain)
    {
        var patients = new PatientReference(ids, domain);
        return new ResourceDeclaration
        {
            Type = "ImagingStudy",
            From = $"record_locator.registered_study study",
            Alias = $"study",
            History = $"record_locator.registered_study_history",
            Columns = [new("subject", $"study.subject"), new("study_uid", $"study.study_uid"), new("custodian", $"study.custodian")],
            Visible = http => StudyPolicy.Visible(http.Caller()),
            Audit = Tell,
            Parameters =
            [
                patients.Parameter("patient"),
                patients.Parameter("subject"),
                SearchParameter.Token("identifier", StudyIdentifier.Where),
                SearchParameter.Token("modality", Modality),
                SearchParameter.Date("started", $"study.started_from", $"study.started_to"),
                SearchParameter.Token("status", Status),
                SearchParameter.Token("series", Series),
                SearchParameter.Token("instance", Instance),
            ],
            Sorts = [SortKey.Instant("started", $"coalesce(study.started_from, '-infinity'::timestamptz)")],
            DefaultSort = "-started",
            Includes =
            [
                new("endpoint", "Endpoint",
                    found => $"select unnest(endpoint_ids) from record_locator.registered_study where id = any({found})"),
                new("patient", "Patient", found => $"select subject from record_locator.registered_study where id = any({found})"),
            ],
        };
    }

    // One record for each patient in the answer (BALP, Query); a search that found nobody is told too.
    private static void Tell(DocumentSession session, FhirDisclosure told)
    {
        var record = AuditRecord.For(told.Http.Caller(), told.Transaction) with { Rule = StudyPolicy.Rule(told.Http.Caller()) };
        if (told.Rows.Count == 0)
            AuditTrail.Append(session, record);
        foreach (var patient in told.Rows.GroupBy(row => row["subject"]))
            AuditTrail.Append(session, patient.ToList() is [var only]
                ? record with
                    {
                        Patient = patient.Key,
                        StudyInstanceUid = only["study_uid"],
                        Custodian = only["custodian"],
                        Entity = "ImagingStudy/" + only.Id
                    }
                : record with { Patient = patient.Key });
    }

    private static SqlFragment? Modality(TokenValue token) => token switch
    {
        { System: null or "http://dicom.nema.org/resources/ontology/DCM", Code.Length: > 0 } => $"{token.Code} = any(study.modalities)",
        { System: "http://dicom.nema.org/resources/ontology/DCM", Code: "" } => $"cardinality(study.modalities) > 0",
        _ => null,
    };

    private static SqlFragment? Status(TokenValue token) => token switch
    {
        { System: null or "http://hl7.org/fhir/imagingstudy-status", Code.Length: > 0 } => $"study.status = {token.Code}",
        { System: "http://hl7.org/fhir/imagingstudy-status", Code: "" } => SqlFragment.Raw("true"),
        _ => null,
    };

    private static SqlFragment? Series(TokenValue token)
    {
        if (Uid(token) is not { } uid)
            return null;
        return $"study.series_uids @> {new[] { uid.Text }}";
    }

    private static SqlFragment? Instance(TokenValue token)
    {
        if (Uid(token) is not { } uid)
            return null;
        return $"study.instance_keys @> {new[] { ResourceIds.InstanceKey(uid) }}";
    }

    // series.uid and instance.uid carry bare UIDs; clients also send urn:oid: (R4 imagingstudy, search parameters)
    private static SopInstanceUid? Uid(TokenValue token) =>
        token.System is null or "urn:dicom:uid" or "urn:ietf:rfc:3986" && SopInstanceUid.TryParse(token.Code, out var uid) ? uid : null;
}
