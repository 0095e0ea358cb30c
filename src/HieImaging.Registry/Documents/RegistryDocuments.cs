using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HieImaging.DocumentStore;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Documents;

/// <summary>A submission as it was accepted, and the warnings that were answered.</summary>
/// <param name="Digest">Sameness of what was submitted (<see cref="SubmissionSet"/> ids aside).</param>
internal sealed record RegisteredSet(
    SubmissionSet Set, string Custodian, string Sender, byte[] Digest, IReadOnlyList<RegistryError> Warnings);

/// <param name="Version">Counts changes of the entry here, from 1; not ebRIM's versionName.</param>
internal sealed record RegisteredEntry(DocumentEntry Entry, int Version, string Custodian, string Sender, string SubmissionSet)
{
    public string Id => Entry.EntryUuid;

    /// <summary>The same for all versions.</summary>
    public string LogicalId => Entry.LogicalId ?? Id;

    /// <summary>ebRIM's versionName as a number, from 1.</summary>
    public int Revision => Revisions.Of(Entry.Version);
}

/// <param name="Custodian">Of the submission that brought it.</param>
internal sealed record RegisteredAssociation(Association Association, int Version, string Custodian, string SubmissionSet)
{
    public string Id => Association.EntryUuid;

    public bool IsApproved => Association.AvailabilityStatus == AvailabilityStatus.Approved;

    /// <summary>
    /// The submission's own saying that something came with it (SS-DE, SS-FD, SS-HM, SubmitAssociation, a change of status).
    /// </summary>
    public bool IsOfSubmission => Association.Source == SubmissionSet;
}

/// <param name="Version">Counts changes of the folder here, from 1; not ebRIM's versionName.</param>
internal sealed record RegisteredFolder(Folder Folder, int Version, string Custodian, string Sender, string SubmissionSet)
{
    public string Id => Folder.EntryUuid;

    public string LogicalId => Folder.LogicalId ?? Id;

    public int Revision => Revisions.Of(Folder.Version);

    public bool IsApproved => Folder.AvailabilityStatus == AvailabilityStatus.Approved;

    /// <summary>Something was put into it, or taken out: lastUpdateTime is the registry's (TF-3 4.2.3.4.6).</summary>
    public RegisteredFolder Touched(DateTimeOffset now) => this with
    {
        Version = Version + 1,
        Folder = Folder with { LastUpdateTime = Dtm.Write(now) },
    };
}

/// <summary>VersionInfo/@versionName as this registry counts it: 1, 2, 3 … (XDS Metadata Update 3.57.4.1.3.3.1.3).</summary>
internal static class Revisions
{
    public static int Of(string? versionName) =>
        int.TryParse(versionName, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    public static string Next(int revision) => (revision + 1).ToString(CultureInfo.InvariantCulture);
}

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
        .Column("status", entry => $"{StatusOf(entry.Entry.IsApproved)}")
        .Column("patient_id", entry => $"{entry.Entry.PatientId}")
        .Column("custodian", entry => $"{entry.Custodian}")
        .Column("sender", entry => $"{entry.Sender}")
        .Column("hash", entry => $"{entry.Entry.Hash}")
        .Column("size", entry => $"{entry.Entry.Size}")
        .Column("submission_set", entry => $"{entry.SubmissionSet}")
        .WithHistory();

    public static DocumentTable<RegisteredAssociation> Associations { get; } = new DocumentTable<RegisteredAssociation>(
            "registry.association",
            one => one.Id,
            one => one.Version,
            one => MetadataJson.Write(one.Association),
            NotReadAlone<RegisteredAssociation>)
        .Column("type", one => $"{one.Association.Type}")
        .Column("source", one => $"{one.Association.Source}")
        .Column("target", one => $"{one.Association.Target}")
        .Column("status", one => $"{StatusOf(one.IsApproved)}")
        .Column("submission_set", one => $"{one.SubmissionSet}");

    public static DocumentTable<RegisteredFolder> Folders { get; } = new DocumentTable<RegisteredFolder>(
            "registry.folder", one => one.Id, one => one.Version, one => MetadataJson.Write(one.Folder), NotReadAlone<RegisteredFolder>)
        .Column("unique_id", one => $"{one.Folder.UniqueId}")
        .Column("logical_id", one => $"{one.Folder.LogicalId ?? one.Id}")
        .Column("status", one => $"{StatusOf(one.IsApproved)}")
        .Column("custodian", one => $"{one.Custodian}")
        .Column("sender", one => $"{one.Sender}")
        .Column("patient_id", one => $"{one.Folder.PatientId}")
        .Column("submission_set", one => $"{one.SubmissionSet}");

    /// <summary>The status columns.</summary>
    public const string Approved = "Approved";

    public const string Deprecated = "Deprecated";

    private static string StatusOf(bool approved) => approved ? Approved : Deprecated;

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
