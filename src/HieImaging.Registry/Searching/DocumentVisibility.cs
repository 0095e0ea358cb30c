using HieImaging.DocumentStore;
using HieImaging.Registry.Documents;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Registry.Searching;

/// <summary>A document that the caller may have, and whose it is.</summary>
/// <param name="Patient"><c>s-…</c> of one of its studies; null where it speaks of none that is live.</param>
internal sealed record VisibleDocument(string UniqueId, string Hash, string Custodian, string? Patient, string? StudyUid, string? MimeType = null);

/// <summary>
/// Which documents ITI-43 gives: approved ones that speak of a study which the caller may see now, and to a custodian its own whatever
/// became of them. All else is absent (docs/decisions/0007), also what lies in a hospital's own repository (docs/decisions/0019).
/// </summary>
internal static class DocumentVisibility
{
    /// <summary>The same as a predicate over alias <c>entry</c> with its <c>entry_uuid</c>, for the FHIR doors.</summary>
    public static SqlFragment Of(Caller caller) => $"""
        entry.custodian = any({caller.Own}) or (entry.status = {RegistryDocuments.Approved} and exists (
            select from registry.study_manifest spoken
            join record_locator.registered_study study on study.id = spoken.study and not study.deleted
            where spoken.document_entry = entry.entry_uuid and spoken.live and spoken.title_role = 'manifest'
              and ({StudyPolicy.Visible(caller)})))
        """;

    public static Task<IReadOnlyList<VisibleDocument>> Visible(
        DocumentSession session, Caller caller, IReadOnlyCollection<string> uniqueIds, CancellationToken cancellation) =>
        session.QueryAsync($"""
            select distinct on (entry.unique_id) entry.unique_id, entry.hash, entry.custodian, study.subject, study.study_uid,
                   convert_from(entry.body, 'UTF8')::jsonb ->> 'mimeType'
            from registry.document_entry entry
            left join registry.study_manifest spoken on spoken.document_entry = entry.id and spoken.live and spoken.title_role = 'manifest'
            left join record_locator.registered_study study
                on study.id = spoken.study and not study.deleted and ({StudyPolicy.Visible(caller)})
            where entry.unique_id = any({uniqueIds}) and not entry.deleted
              and exists (select from registry.document_content here where here.unique_id = entry.unique_id and here.hash = entry.hash)
              and ((entry.status = {RegistryDocuments.Approved} and study.id is not null) or entry.custodian = any({caller.Own}))
            order by entry.unique_id, study.id nulls last
            """,
            row => new VisibleDocument(
                row.GetString(0), row.GetString(1), row.GetString(2),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.IsDBNull(4) ? null : row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5)),
            cancellation);
}
