using HieImaging.DocumentStore;
using HieImaging.Fhir.Validation;
using HieImaging.FhirServer.Declaring;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Registry.Receiving;
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
            Profile = ProfileTables.House + "StructureDefinition/hie-imaging-study",
            From = $"record_locator.registered_study study",
            Alias = $"study",
            History = $"record_locator.registered_study_history",
            Columns = [new("subject", $"study.subject"), new("study_uid", $"study.study_uid"), new("custodian", $"study.custodian")],
            Visible = http => StudyPolicy.Visible(http.Caller()),
            Audit = (session, told) => Tell(session, told, patients.Asked(told.Query, told.Http.Caller())),
            Parameters =
            [
                patients.Parameter("patient"),
                patients.Parameter("subject"),
                .. StudyParameters.All,
            ],
            Sorts =
            [
                SortKey.Instant("started", $"coalesce(study.started_from, '-infinity'::timestamptz)"),
                SortKey.Text("patient", $"study.subject"),
                SortKey.Text("subject", $"study.subject"),
                SortKey.Text("identifier", $"study.study_uid"),
                SortKey.Text("modality", $"array_to_string(study.modalities, ',')"),
                SortKey.Text("status", $"study.status"),
            ],
            DefaultSort = "-started",
            References = StudyReferences.All,
            Create = new FhirWrite(ImagingStudyWrites.Create, ImagingStudyWrites.CreateAsync),
            Update = new FhirWrite(ImagingStudyWrites.Update, ImagingStudyWrites.UpdateAsync),
            // R4 ImagingStudy: what is marked Σ; a series without its instances
            Summary =
            [
                "identifier", "status", "modality", "subject", "encounter", "started", "basedOn", "referrer", "interpreter", "endpoint",
                "numberOfSeries", "numberOfInstances", "procedureReference", "procedureCode", "location", "reasonCode", "reasonReference",
                "note", "description", "series.uid", "series.number", "series.modality", "series.description", "series.numberOfInstances",
                "series.endpoint", "series.bodySite", "series.laterality", "series.specimen", "series.started", "series.performer",
            ],
        };
    }

    // One record for each patient in the answer (BALP, Query); a search that found nobody is told too.
    private static void Tell(DocumentSession session, FhirDisclosure told, string? asked)
    {
        var record = AuditRecord.For(told.Http.Caller(), told.Transaction) with
        {
            Rule = StudyPolicy.Rule(told.Http.Caller()), Asked = asked,
        };
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
}
