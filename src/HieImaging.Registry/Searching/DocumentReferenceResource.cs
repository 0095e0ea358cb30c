using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using HieImaging.Manifests.DocumentReferences;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Registry.Documents;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using HieImaging.Xds.Metadata;

namespace HieImaging.Registry.Searching;

/// <summary>
/// DocumentReference (ITI-67): the registry's DocumentEntries, written as MHD maps them when they are answered; visible as ITI-43 gives
/// their documents.
/// </summary>
public static class DocumentReferenceResource
{
    /// <summary>The entries under the ids of FHIR, with their JSON to look into.</summary>
    internal static readonly SqlFragment Entries = SqlFragment.Raw("""
        (select substr(stored.id, 10) as id, stored.id as entry_uuid, stored.version, stored.last_updated, stored.deleted, stored.body,
                stored.unique_id, stored.status, stored.patient_id, stored.custodian, stored.hash, submission.last_updated as submitted,
                convert_from(stored.body, 'UTF8')::jsonb as said
         from registry.document_entry stored join registry.submission_set submission on submission.id = stored.submission_set) entry
        """);

    internal static readonly IReadOnlyList<DisclosedColumn> Told =
    [
        new("unique_id", $"entry.unique_id"), new("custodian", $"entry.custodian"),
        new("patient", $"(select min(spoken.source) from registry.study_manifest spoken where spoken.document_entry = entry.entry_uuid)"),
        new("study_uid",
            $"(select min(spoken.study_uid) from registry.study_manifest spoken where spoken.document_entry = entry.entry_uuid)"),
    ];

    public static ResourceDeclaration Declaration(ResourceIds ids, CurrentDomain domain, Func<string> fhirBase)
    {
        var patients = new PatientReference(ids, domain, OfSources);
        return new ResourceDeclaration
        {
            Type = "DocumentReference",
            Profile = DocumentReferenceWriter.Profile,
            From = Entries,
            Alias = $"entry",
            History = $"""
                (select substr(id, 10) as id, version, last_updated, deleted, body from registry.document_entry_history)
                """,
            Columns =
            [
                .. Told,
                new("submitted", $"extract(epoch from entry.submitted)::bigint"),
                new("associations", $"""
                    (select string_agg(said.type || ' ' || substr(said.target, 10), ',' order by said.id) from registry.association said
                     where said.source = entry.entry_uuid and not said.deleted and said.status = {RegistryDocuments.Approved})
                    """),
            ],
            Written = (row, body) => Write(row, body, ids, fhirBase()),
            Visible = http => DocumentVisibility.Of(http.Caller()),
            Audit = Tell,
            SearchTransaction = Transaction.Iti67,
            Needs = ["patient", "subject", "identifier", "study-instance-uid", "_id"],
            Parameters = [patients.Parameter("patient"), patients.Parameter("subject"), .. DocumentParameters.All],
            Sorts =
            [
                SortKey.Instant("date", $"entry.submitted"),
                SortKey.Text("creation", $"coalesce(entry.said ->> 'creationTime', '')"),
                SortKey.Text("period", $"coalesce(entry.said ->> 'serviceStartTime', '')"),
                SortKey.Text("status", $"entry.status"),
            ],
            DefaultSort = "-date",
            References = [PatientOf("patient"), PatientOf("subject")],
            // R4 DocumentReference: what is marked Σ
            Summary =
            [
                "masterIdentifier", "identifier", "status", "docStatus", "type", "category", "subject", "date", "author", "relatesTo",
                "description", "securityLabel", "content", "context.event", "context.period", "context.related",
            ],
        };
    }

    // By the number that the department used, or by the domain's own number under which it was submitted: one set of ids, for an "or" of two
    // conditions would go through all entries.
    private static SqlFragment OfSources(SqlFragment sources) => $"""
        entry.entry_uuid in (
            select spoken.document_entry from registry.study_manifest spoken where spoken.source in ({sources})
            union all
            select held.id from record_locator.source_identity named
            join registry.document_entry held on held.patient_id = named.value || '^^^&' || named.authority || '&ISO'
            where named.id in ({sources}))
        """;

    private static SearchReference PatientOf(string name) => new(name, "Patient", entries => $"""
        select named.id from registry.document_entry held
        join record_locator.source_identity named on named.value = split_part(held.patient_id, '^', 1)
            and named.authority = split_part(split_part(held.patient_id, '^', 4), '&', 2)
        where substr(held.id, 10) in ({entries})
        """)
    {
        Refers = patients => OfSources($"""
            select coalesce(link.source_id, named.id) from ({patients}) named (id)
            left join record_locator.person_link link on link.person_id = named.id
            """),
        Found = entries => $"""
            select unnest(array[spoken.source, link.person_id]) from registry.study_manifest spoken
            left join record_locator.person_link link on link.source_id = spoken.source
            where substr(spoken.document_entry, 10) in ({entries})
            """,
    };

    private static byte[] Write(FhirRow row, ReadOnlyMemory<byte> body, ResourceIds ids, string fhirBase)
    {
        var entry = JsonSerializer.Deserialize(body.Span, MetadataJson.Default.DocumentEntry)!;
        return DocumentReferenceWriter.Write(entry, new DocumentReferenceFacts
        {
            Id = row.Id,
            Version = row.Version,
            LastUpdated = row.LastUpdated,
            Submitted = DateTimeOffset.FromUnixTimeSeconds(long.Parse(row["submitted"]!, null)),
            Subject = entry.Patient is { } patient ? "Patient/" + ids.Source(patient) : null,
            Custodian = "Organization/" + ids.Organization(ParticipantId.Parse(row["custodian"]!)),
            ContentUrl = $"{fhirBase}/Binary/{row.Id}",
            Associations = [.. (row["associations"]?.Split(',') ?? []).Select(one => one.Split(' ')).Select(pair => (pair[0], pair[1]))],
        });
    }

    /// <summary>One record for each document, as ITI-43 tells it; of what found nothing, one.</summary>
    internal static void Tell(DocumentSession session, FhirDisclosure told)
    {
        var record = AuditRecord.For(told.Http.Caller(), told.Transaction) with { Rule = StudyPolicy.Rule(told.Http.Caller()) };
        if (told.Rows.Count == 0)
            AuditTrail.Append(session, record);
        foreach (var row in told.Rows)
            AuditTrail.Append(session, record with
            {
                Entity = row["unique_id"], Custodian = row["custodian"], Patient = row["patient"], StudyInstanceUid = row["study_uid"],
            });
    }
}
