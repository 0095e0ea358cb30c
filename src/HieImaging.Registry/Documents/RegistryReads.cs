using System.Text.Json;
using HieImaging.DocumentStore;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;
using Npgsql;

namespace HieImaging.Registry.Documents;

/// <summary>The objects of XDS as decisions ask for them.</summary>
internal static class RegistryReads
{
    public static Task<RegisteredSet?> SetOf(this DocumentSession session, string uniqueId, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"select body, custodian, sender, digest, warnings from registry.submission_set where unique_id = {uniqueId}",
            row => new RegisteredSet(
                JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), MetadataJson.Default.SubmissionSet)!,
                row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3), AnswerJson.Read(row.GetFieldValue<byte[]>(4))),
            cancellation);

    public static Task<IReadOnlyList<RegisteredEntry>> EntriesByUniqueId(
        this DocumentSession session, IReadOnlyCollection<string> uniqueIds, IReadOnlyCollection<string> orIds,
        CancellationToken cancellation) =>
        session.QueryAsync($"{Select} where unique_id = any({uniqueIds}) or id = any({orIds})", Row, cancellation);

    public static Task<IReadOnlyList<RegisteredEntry>> EntriesById(
        this DocumentSession session, IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        session.QueryAsync($"{Select} where id = any({ids})", Row, cancellation);

    /// <summary>
    /// Approved entries that append to or transform one of the targets: a replacement deprecates them too (ITI-42 3.42.4.1.3.5).
    /// </summary>
    public static Task<IReadOnlyList<RegisteredEntry>> ChildrenOf(
        this DocumentSession session, IReadOnlyCollection<string> targets, CancellationToken cancellation) =>
        session.QueryAsync($"""
            {Select} where status = {RegistryDocuments.Approved} and id in (
                select source from registry.association
                where target = any({targets})
                  and type in ({AssociationType.Append}, {AssociationType.Transform}, {AssociationType.TransformAndReplace}))
            """, Row, cancellation);

    /// <summary>
    /// Entries of the uniqueIds in whose place an approved document stands, however often it was replaced in between; what was appended to
    /// a document or made of it went with that document.
    /// </summary>
    public static Task<IReadOnlyList<string>> ReplacedOf(
        this DocumentSession session, IReadOnlyCollection<string> uniqueIds, CancellationToken cancellation) =>
        session.QueryAsync($"""
            with recursive later (origin, id) as (
                select entry.id, entry.id from registry.document_entry entry where entry.unique_id = any({uniqueIds})
                union
                select entry.id, up.target from registry.document_entry entry
                join registry.association up on up.source = entry.id and up.type in ({AssociationType.Append}, {AssociationType.Transform})
                where entry.unique_id = any({uniqueIds})
                union
                select later.origin, by.source from later
                join registry.association by on by.target = later.id
                    and by.type in ({AssociationType.Replace}, {AssociationType.TransformAndReplace})
            )
            select distinct later.origin from later
            join registry.association by on by.target = later.id
                and by.type in ({AssociationType.Replace}, {AssociationType.TransformAndReplace})
            join registry.document_entry standing on standing.id = by.source and standing.status = {RegistryDocuments.Approved}
            where standing.id <> later.origin
            """, row => row.GetString(0), cancellation);

    /// <summary>
    /// Which of the ids some object of the registry has taken: an entryUUID, or as uniqueId one of another kind of object.
    /// </summary>
    public static Task<IReadOnlyList<string>> Taken(
        this DocumentSession session, IReadOnlyCollection<string> entryUuids, IReadOnlyCollection<string> setOrFolderIds,
        IReadOnlyCollection<string> documentIds, CancellationToken cancellation) =>
        session.QueryAsync($"""
            select id from registry.document_entry where id = any({entryUuids})
            union select id from registry.submission_set where id = any({entryUuids})
            union select id from registry.folder where id = any({entryUuids})
            union select id from registry.association where id = any({entryUuids})
            union select unique_id from registry.document_entry where unique_id = any({setOrFolderIds})
            union select unique_id from registry.folder where unique_id = any({setOrFolderIds})
            union select unique_id from registry.folder where unique_id = any({documentIds})
            union select unique_id from registry.submission_set where unique_id = any({documentIds})
            """, row => row.GetString(0), cancellation);

    /// <summary>Keeps a document's bytes; the same bytes under the same uniqueId are kept once.</summary>
    public static SqlFragment KeepContent(string uniqueId, string hash, ReadOnlyMemory<byte> content) => $"""
        insert into registry.document_content (unique_id, hash, content) values ({uniqueId}, {hash}, {content})
        on conflict (unique_id, hash) do nothing
        """;

    private static readonly SqlFragment Select =
        SqlFragment.Raw("select body, version, custodian, sender, submission_set from registry.document_entry");

    private static RegisteredEntry Row(NpgsqlDataReader row) => new(
        JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), MetadataJson.Default.DocumentEntry)!,
        row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4));
}
