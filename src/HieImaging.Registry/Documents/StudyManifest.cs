using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Manifests;
using Npgsql;

namespace HieImaging.Registry.Documents;

/// <summary>
/// What makes a study one resource: Study UID, custodian, source patient. The same UID at another custodian, or of another patient, is
/// another.
/// </summary>
/// <param name="Id">Logical id of the ImagingStudy.</param>
/// <param name="Source"><c>s-…</c>.</param>
internal sealed record StudyKey(string Id, StudyInstanceUid Study, ParticipantId Custodian, string Source);

/// <summary>What one document says of one study: the input of the fold.</summary>
/// <param name="DocumentEntry">entryUUID.</param>
/// <param name="Labels">Confidentiality of the document, <c>system|code</c>.</param>
internal sealed record StudyManifest(string DocumentEntry, StudyKey Key, IReadOnlyList<string> Labels, Manifest Manifest)
{
    public static SqlFragment Insert(IReadOnlyList<StudyManifest> spoken, bool live)
    {
        var rows = SqlFragment.Join(", ", spoken.Select<StudyManifest, SqlFragment>(one => $"""
            ({one.DocumentEntry}, {one.Key.Id}, {one.Key.Study.Text}, {one.Key.Custodian.Text}, {one.Key.Source}, {live},
             {RoleOf(one.Manifest.Role)}, {one.Labels}, {ManifestJson.Write(one.Manifest)})
            """));
        return $"""
            insert into registry.study_manifest (document_entry, study, study_uid, custodian, source, live, title_role, labels, input)
            values {rows}
            """;
    }

    /// <summary>Documents that speak no longer, or again.</summary>
    public static SqlFragment SetLive(IReadOnlyCollection<string> documentEntries, bool live) =>
        $"update registry.study_manifest set live = {live} where document_entry = any({documentEntries}) and live <> {live}";

    /// <summary>All that is live of the studies, and what the given documents once said of them.</summary>
    public static SqlFragment LiveOf(IReadOnlyCollection<string> studies, IReadOnlyCollection<string> revived)
    {
        SqlFragment again = revived.Count == 0
            ? SqlFragment.Empty
            : $" or (study = any({studies}) and document_entry = any({revived}))";
        return $"""
            select document_entry, study, study_uid, custodian, source, labels, input from registry.study_manifest
            where (study = any({studies}) and live){again}
            """;
    }

    /// <summary>All that documents say or once said of the studies: whether they speak now, and whether their entries are approved.</summary>
    public static Task<IReadOnlyList<(StudyManifest Spoken, bool IsLive, bool IsApproved)>> SpokenOf(
        DocumentSession session, IReadOnlyCollection<string> studies, CancellationToken cancellation) =>
        session.QueryAsync($"""
            select spoken.document_entry, spoken.study, spoken.study_uid, spoken.custodian, spoken.source, spoken.labels, spoken.input,
                   spoken.live, coalesce(entry.status = {RegistryDocuments.Approved}, false)
            from registry.study_manifest spoken left join registry.document_entry entry on entry.id = spoken.document_entry and not entry.deleted
            where spoken.study = any({studies})
            """, row => (Row(row), row.GetBoolean(7), row.GetBoolean(8)), cancellation);

    /// <summary>What the documents, by entryUUID, say or once said.</summary>
    public static Task<IReadOnlyList<StudyManifest>> Of(
        DocumentSession session, IReadOnlyCollection<string> documentEntries, CancellationToken cancellation) =>
        session.QueryAsync($"""
            select document_entry, study, study_uid, custodian, source, labels, input from registry.study_manifest
            where document_entry = any({documentEntries})
            """, Row, cancellation);

    /// <summary>The studies that the documents, by entryUUID or uniqueId, speak of, or spoke.</summary>
    public static Task<IReadOnlyList<StudyKey>> KeysOf(
        DocumentSession session, IReadOnlyCollection<string> documentEntries, IReadOnlyCollection<string> uniqueIds,
        CancellationToken cancellation) =>
        session.QueryAsync($"""
            select distinct study, study_uid, custodian, source from registry.study_manifest
            where document_entry = any({documentEntries}
                || array(select id from registry.document_entry where unique_id = any({uniqueIds})))
            """, row => KeyAt(row, 0), cancellation);

    public static StudyManifest Row(NpgsqlDataReader row) =>
        new(row.GetString(0), KeyAt(row, 1), row.GetFieldValue<string[]>(5), ManifestJson.Read(row.GetFieldValue<byte[]>(6)));

    private static StudyKey KeyAt(NpgsqlDataReader row, int at) =>
        new(
            row.GetString(at),
            StudyInstanceUid.Parse(row.GetString(at + 1)),
            ParticipantId.Parse(row.GetString(at + 2)),
            row.GetString(at + 3));

    private static string RoleOf(ManifestRole role) => role switch
    {
        ManifestRole.Manifest => "manifest",
        ManifestRole.Rejection => "rejection",
        _ => "note",
    };
}
