using HieImaging.Registry.Documents;

namespace HieImaging.Registry.Submitting;

/// <summary>What the registry held when the locks of a submission had been taken: all that its decision asks.</summary>
internal sealed record RegistryState
{
    /// <summary>The submission set of the same uniqueId.</summary>
    public RegisteredSet? Set { get; init; }

    /// <summary>Entries of the same uniqueIds, and whichever has the entryUUID that was derived for a bare key object.</summary>
    public IReadOnlyList<RegisteredEntry> Entries { get; init; } = [];

    /// <summary>entryUUIDs, of those, in whose place an approved document, or an approved later version, stands.</summary>
    public IReadOnlyCollection<string> Replaced { get; init; } = [];

    /// <summary>Entries that associations point to, by entryUUID.</summary>
    public IReadOnlyDictionary<string, RegisteredEntry> Targets { get; init; } = new Dictionary<string, RegisteredEntry>();

    /// <summary>Folders that associations begin at or point to, by entryUUID.</summary>
    public IReadOnlyDictionary<string, RegisteredFolder> Folders { get; init; } = new Dictionary<string, RegisteredFolder>();

    /// <summary>Ids of the submission that other objects have.</summary>
    public IReadOnlyCollection<string> Taken { get; init; } = [];

    /// <summary>Study UIDs, of those that its rejections name, that others hold and the custodian never held.</summary>
    public IReadOnlyCollection<string> Foreign { get; init; } = [];

    /// <summary>Numbers of registered objects that were given up for the patientId of the submission set.</summary>
    public GivenUpNumbers GivenUp { get; init; } = GivenUpNumbers.None;

    /// <summary>CX of the patients that the domain's feeder has fed.</summary>
    public IReadOnlySet<string> KnownPatients { get; init; } = new HashSet<string>();
}
