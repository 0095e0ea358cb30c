using HieImaging.Registry.Documents;
using HieImaging.Registry.Updating;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;
using static HieImaging.Tests.Registry.Situations;

namespace HieImaging.Tests.Registry;

/// <summary>Updates (ITI-57) of what north has registered, and what the registry knows of it.</summary>
internal static class Updates
{
    public const string FolderId = "urn:uuid:44444444-4444-4444-8444-444444444444";
    public const string NewFolderId = "urn:uuid:55555555-5555-4555-8555-555555555555";
    public const string OtherId = "urn:uuid:66666666-6666-4666-8666-666666666666";
    public const string EarlierSetId = "urn:uuid:77777777-7777-4777-8777-777777777777";

    public static UpdateState Knows(params RegisteredEntry[] entries) => new() { Entries = entries };

    /// <summary>Another document of north's.</summary>
    public static RegisteredEntry Other() =>
        Registered("2.25.1001") with { Entry = Registered("2.25.1001").Entry with { EntryUuid = OtherId, LogicalId = OtherId } };

    public static RegisteredFolder SomeFolder(bool approved = true, string custodian = "north") => new(
        new Folder
        {
            EntryUuid = FolderId,
            LogicalId = FolderId,
            Version = "1",
            UniqueId = "2.25.800",
            PatientId = PatientId,
            AvailabilityStatus = approved ? AvailabilityStatus.Approved : AvailabilityStatus.Deprecated,
        }, 1, custodian, custodian, EarlierSetId);

    public static RegisteredAssociation Stored(Association association, bool approved = true) => new(
        association with { AvailabilityStatus = approved ? AvailabilityStatus.Approved : AvailabilityStatus.Deprecated }, 1, "north", EarlierSetId);

    /// <summary>A change of status.</summary>
    public static Submission Status(
        string target, string from = AvailabilityStatus.Approved, string to = AvailabilityStatus.Deprecated, Func<Association, Association>? change = null)
    {
        var update = Association(AssociationType.UpdateAvailabilityStatus, SetId, target) with { OriginalStatus = from, NewStatus = to };
        return Update() with { Associations = [change is null ? update : change(update)] };
    }

    /// <summary>A second version of <see cref="OldEntryId"/> under <see cref="EntryId"/>.</summary>
    public static Submission NewVersion(
        Func<DocumentEntry, DocumentEntry>? change = null, string? previous = "1", string? propagation = null, string? lid = OldEntryId)
    {
        var entry = Registered().Entry with { EntryUuid = EntryId, LogicalId = lid };
        return Update() with
        {
            Entries = [change is null ? entry : change(entry)],
            Associations = [Association(AssociationType.HasMember, SetId, EntryId) with { PreviousVersion = previous, Propagation = propagation }],
        };
    }

    /// <summary>A second version of the folder.</summary>
    public static Submission NewFolder(Func<Folder, Folder>? change = null, string? previous = "1")
    {
        var folder = SomeFolder().Folder with { EntryUuid = NewFolderId, Title = "corrected" };
        return Update() with
        {
            Folders = [change is null ? folder : change(folder)],
            Associations = [Association(AssociationType.HasMember, SetId, NewFolderId) with { PreviousVersion = previous }],
        };
    }

    /// <summary>An association by itself.</summary>
    public static (Submission Update, string Id) Submitting(string type, string source, string target)
    {
        var association = Association(type, source, target);
        return (Update() with { Associations = [Association(AssociationType.SubmitAssociation, SetId, association.EntryUuid), association] }, association.EntryUuid);
    }

    /// <summary>Both in one.</summary>
    public static Submission With(Submission one, Submission other) => one with
    {
        Entries = [.. one.Entries, .. other.Entries],
        Folders = [.. one.Folders, .. other.Folders],
        Associations = [.. one.Associations, .. other.Associations],
    };

    private static Submission Update() => new()
    {
        Set = new SubmissionSet { EntryUuid = SetId, UniqueId = "2.25.700", PatientId = PatientId },
    };
}
