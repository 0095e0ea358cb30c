using HieImaging.Registry.Documents;

namespace HieImaging.Registry.Updating;

/// <summary>Everything that an update makes or changes, as it is to be stored.</summary>
/// <param name="Custodian">Whose objects they are.</param>
/// <param name="Successions">Versions of documents: the entryUUID before, and the entry that speaks from now on.</param>
internal sealed record UpdatedObjects(
    string Custodian,
    IReadOnlyList<RegisteredEntry> Entries,
    IReadOnlyList<RegisteredFolder> Folders,
    IReadOnlyList<RegisteredAssociation> Associations,
    IReadOnlyList<(string Before, RegisteredEntry Now)> Successions);
