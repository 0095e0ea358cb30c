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
                where target = any({targets}) and status = {RegistryDocuments.Approved}
                  and type in ({AssociationType.Append}, {AssociationType.Transform}, {AssociationType.TransformAndReplace}))
            """, Row, cancellation);

    /// <summary>
    /// Entries in whose place an approved document stands, however often it was replaced in between, or an approved version of their own;
    /// what was appended to a document or made of it went with that document. All versions of a document are replaced with it.
    /// </summary>
    public static Task<IReadOnlyList<string>> ReplacedOf(
        this DocumentSession session, IReadOnlyCollection<string> uniqueIds, IReadOnlyCollection<string> orIds,
        CancellationToken cancellation) =>
        session.QueryAsync($"""
            with recursive asked as (
                select id, logical_id from registry.document_entry where unique_id = any({uniqueIds}) or id = any({orIds})
            ), later (origin, lid) as (
                select id, logical_id from asked
                union
                select asked.id, parent.logical_id from asked
                join registry.document_entry own on own.logical_id = asked.logical_id
                join registry.association up on up.source = own.id and up.status = {RegistryDocuments.Approved}
                    and up.type in ({AssociationType.Append}, {AssociationType.Transform})
                join registry.document_entry parent on parent.id = up.target
                union
                select later.origin, successor.logical_id from later
                join registry.document_entry version on version.logical_id = later.lid
                join registry.association by on by.target = version.id and by.status = {RegistryDocuments.Approved}
                    and by.type in ({AssociationType.Replace}, {AssociationType.TransformAndReplace})
                join registry.document_entry successor on successor.id = by.source
            )
            select asked.id from later join asked on asked.id = later.origin
            join registry.document_entry version on version.logical_id = later.lid
            join registry.association by on by.target = version.id and by.status = {RegistryDocuments.Approved}
                and by.type in ({AssociationType.Replace}, {AssociationType.TransformAndReplace})
            join registry.document_entry successor on successor.id = by.source
            join registry.document_entry standing
                on standing.logical_id = successor.logical_id and standing.status = {RegistryDocuments.Approved}
            where standing.logical_id <> asked.logical_id
            union
            select asked.id from asked join registry.document_entry newer
                on newer.logical_id = asked.logical_id and newer.id <> asked.id and newer.status = {RegistryDocuments.Approved}
            """, row => row.GetString(0), cancellation);

    /// <summary>
    /// Which of the ids some object of the registry has taken: an entryUUID, or as uniqueId one of another kind of object.
    /// </summary>
    public static SqlFragment Taken(
        IReadOnlyCollection<string> entryUuids, IReadOnlyCollection<string> setOrFolderIds, IReadOnlyCollection<string> documentIds) => $"""
        select id from registry.document_entry where id = any({entryUuids})
        union select id from registry.submission_set where id = any({entryUuids})
        union select id from registry.folder where id = any({entryUuids})
        union select id from registry.association where id = any({entryUuids})
        union select unique_id from registry.document_entry where unique_id = any({setOrFolderIds})
        union select unique_id from registry.folder where unique_id = any({setOrFolderIds})
        union select unique_id from registry.folder where unique_id = any({documentIds})
        union select unique_id from registry.submission_set where unique_id = any({documentIds})
        """;

    /// <summary>Every version of the logical ids.</summary>
    public static Task<IReadOnlyList<RegisteredEntry>> EntriesByLogicalId(
        this DocumentSession session, IReadOnlyCollection<string> logicalIds, CancellationToken cancellation) =>
        session.QueryAsync($"{Select} where logical_id = any({logicalIds})", Row, cancellation);

    /// <summary>Folders by entryUUID, and every version of the logical ids.</summary>
    public static Task<IReadOnlyList<RegisteredFolder>> Folders(
        this DocumentSession session, IReadOnlyCollection<string> ids, IReadOnlyCollection<string> orLogicalIds,
        CancellationToken cancellation) =>
        session.QueryAsync($"""
            select body, version, custodian, sender, submission_set from registry.folder
            where id = any({ids}) or logical_id = any({orLogicalIds})
            """, row => new RegisteredFolder(
                JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), MetadataJson.Default.Folder)!,
                row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4)), cancellation);

    /// <summary>Associations by entryUUID, and the approved ones that begin or end at the objects.</summary>
    public static Task<IReadOnlyList<RegisteredAssociation>> Associations(
        this DocumentSession session, IReadOnlyCollection<string> ids, IReadOnlyCollection<string> orOfObjects,
        CancellationToken cancellation) =>
        session.QueryAsync($"""
            select one.body, one.version, submission.custodian, one.submission_set from registry.association one
            join registry.submission_set submission on submission.id = one.submission_set
            where one.id = any({ids})
               or (one.status = {RegistryDocuments.Approved} and (one.source = any({orOfObjects}) or one.target = any({orOfObjects})))
            """, Association, cancellation);

    /// <summary>Approved folders and, by entryUUID, which of the entries each holds.</summary>
    public static Task<IReadOnlyList<(string Folder, string Entry)>> MembershipsOf(
        this DocumentSession session, IReadOnlyCollection<string> entries, CancellationToken cancellation) =>
        session.QueryAsync($"""
            select one.source, one.target from registry.association one
            join registry.folder folder on folder.id = one.source and folder.status = {RegistryDocuments.Approved}
            where one.target = any({entries}) and one.type = {AssociationType.HasMember} and one.status = {RegistryDocuments.Approved}
            """, row => (row.GetString(0), row.GetString(1)), cancellation);

    /// <summary>Keeps a document's bytes; the same bytes under the same uniqueId are kept once.</summary>
    public static SqlFragment KeepContent(string uniqueId, string hash, ReadOnlyMemory<byte> content) => $"""
        insert into registry.document_content (unique_id, hash, content) values ({uniqueId}, {hash}, {content})
        on conflict (unique_id, hash) do nothing
        """;

    private static readonly SqlFragment Select =
        SqlFragment.Raw("select body, version, custodian, sender, submission_set from registry.document_entry");

    private static RegisteredAssociation Association(NpgsqlDataReader row) => new(
        JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), MetadataJson.Default.Association)!,
        row.GetInt32(1), row.GetString(2), row.GetString(3));

    private static RegisteredEntry Row(NpgsqlDataReader row) => new(
        JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), MetadataJson.Default.DocumentEntry)!,
        row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4));
}
