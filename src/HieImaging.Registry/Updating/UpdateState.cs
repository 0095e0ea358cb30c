using HieImaging.Manifests;
using HieImaging.Registry.Documents;

namespace HieImaging.Registry.Updating;

/// <summary>What the registry held when the locks of an update had been taken: all that its decision asks.</summary>
internal sealed record UpdateState
{
    /// <summary>The submission set of the same uniqueId.</summary>
    public RegisteredSet? Before { get; init; }

    /// <summary>Every version of every document that the update speaks of.</summary>
    public IReadOnlyList<RegisteredEntry> Entries { get; init; } = [];

    /// <summary>Every version of every folder that the update speaks of.</summary>
    public IReadOnlyList<RegisteredFolder> Folders { get; init; } = [];

    /// <summary>Associations whose status is to change, and the approved ones of the objects above.</summary>
    public IReadOnlyList<RegisteredAssociation> Associations { get; init; } = [];

    /// <summary>entryUUIDs, of those, in whose place an approved document, or an approved later version, stands.</summary>
    public IReadOnlyCollection<string> Replaced { get; init; } = [];

    /// <summary>Numbers of the objects above that were given up for the patientId of the submission set.</summary>
    public GivenUpNumbers GivenUp { get; init; } = GivenUpNumbers.None;

    /// <summary>Ids of the update that other objects have.</summary>
    public IReadOnlyCollection<string> Taken { get; init; } = [];

    /// <summary>What the documents themselves say, by entryUUID.</summary>
    public ILookup<string, Manifest> Manifests { get; init; } = Array.Empty<Manifest>().ToLookup(_ => "");

    public RegisteredEntry? Entry(string id) => Entries.FirstOrDefault(one => one.Id == id);

    public RegisteredFolder? Folder(string id) => Folders.FirstOrDefault(one => one.Id == id);

    public RegisteredEntry? LatestEntry(string? logicalId) => Entries.Where(one => one.LogicalId == logicalId).MaxBy(one => one.Revision);

    public RegisteredFolder? LatestFolder(string? logicalId) => Folders.Where(one => one.LogicalId == logicalId).MaxBy(one => one.Revision);
}
