using System.Text.Json;
using System.Text.Json.Serialization;
using HieImaging.DocumentStore;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Documents;

/// <summary>A submission as it was accepted, and the warnings that were answered.</summary>
/// <param name="Digest">Sameness of what was submitted (<see cref="SubmissionSet"/> ids aside).</param>
internal sealed record RegisteredSet(
    SubmissionSet Set, string Custodian, string Sender, byte[] Digest, IReadOnlyList<RegistryError> Warnings);

/// <param name="Version">Counts changes of the entry here, from 1; not ebRIM's versionName.</param>
internal sealed record RegisteredEntry(DocumentEntry Entry, int Version, string Custodian, string Sender, string SubmissionSet)
{
    public string Id => Entry.EntryUuid;
}

internal sealed record RegisteredAssociation(Association Association, string SubmissionSet);

internal sealed record RegisteredFolder(Folder Folder, string SubmissionSet);

/// <summary>Where the objects of XDS lie. Bodies are the records of Xds as JSON.</summary>
internal static class RegistryDocuments
{
    public static DocumentTable<RegisteredSet> Sets { get; } = new DocumentTable<RegisteredSet>(
            "registry.submission_set", set => set.Set.EntryUuid, _ => 1, set => MetadataJson.Write(set.Set), NotReadAlone<RegisteredSet>)
        .Column("unique_id", set => $"{set.Set.UniqueId}")
        .Column("custodian", set => $"{set.Custodian}")
        .Column("sender", set => $"{set.Sender}")
        .Column("patient_id", set => $"{set.Set.PatientId}")
        .Column("digest", set => $"{set.Digest}")
        .Column("warnings", set => $"{AnswerJson.Write(set.Warnings)}");

    public static DocumentTable<RegisteredEntry> Entries { get; } = new DocumentTable<RegisteredEntry>(
            "registry.document_entry",
            entry => entry.Id,
            entry => entry.Version,
            entry => MetadataJson.Write(entry.Entry),
            NotReadAlone<RegisteredEntry>)
        .Column("unique_id", entry => $"{entry.Entry.UniqueId}")
        .Column("logical_id", entry => $"{entry.Entry.LogicalId ?? entry.Id}")
        .Column("status", entry => $"{(entry.Entry.IsApproved ? Approved : Deprecated)}")
        .Column("patient_id", entry => $"{entry.Entry.PatientId}")
        .Column("custodian", entry => $"{entry.Custodian}")
        .Column("sender", entry => $"{entry.Sender}")
        .Column("hash", entry => $"{entry.Entry.Hash}")
        .Column("size", entry => $"{entry.Entry.Size}")
        .Column("submission_set", entry => $"{entry.SubmissionSet}")
        .WithHistory();

    public static DocumentTable<RegisteredAssociation> Associations { get; } = new DocumentTable<RegisteredAssociation>(
            "registry.association",
            one => one.Association.EntryUuid,
            _ => 1,
            one => MetadataJson.Write(one.Association),
            NotReadAlone<RegisteredAssociation>)
        .Column("type", one => $"{one.Association.Type}")
        .Column("source", one => $"{one.Association.Source}")
        .Column("target", one => $"{one.Association.Target}")
        .Column("submission_set", one => $"{one.SubmissionSet}");

    public static DocumentTable<RegisteredFolder> Folders { get; } = new DocumentTable<RegisteredFolder>(
            "registry.folder", one => one.Folder.EntryUuid, _ => 1, one => MetadataJson.Write(one.Folder), NotReadAlone<RegisteredFolder>)
        .Column("unique_id", one => $"{one.Folder.UniqueId}")
        .Column("patient_id", one => $"{one.Folder.PatientId}")
        .Column("submission_set", one => $"{one.SubmissionSet}");

    /// <summary>registry.document_entry.status.</summary>
    public const string Approved = "Approved";

    public const string Deprecated = "Deprecated";

    private static T NotReadAlone<T>(byte[] body) => throw new NotSupportedException("Read with its columns (RegistryReads).");
}

/// <summary>Warnings of an answer, as they are kept for its repetition.</summary>
[JsonSerializable(typeof(IReadOnlyList<RegistryError>))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    public static byte[] Write(IReadOnlyList<RegistryError> warnings) =>
        JsonSerializer.SerializeToUtf8Bytes(warnings, Default.IReadOnlyListRegistryError);

    public static IReadOnlyList<RegistryError> Read(byte[] utf8) =>
        JsonSerializer.Deserialize(utf8, Default.IReadOnlyListRegistryError) ?? [];
}
