using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Registering;
using HieImaging.Xds.Metadata;

namespace HieImaging.Registry.Updating;

/// <summary>The registry as an update finds it, all that it touches locked.</summary>
/// <param name="Spoken">What the documents say of which study, by entryUUID.</param>
/// <param name="Studies">Every study that may change.</param>
internal sealed record LockedUpdate(UpdateState State, IReadOnlyList<StudyManifest> Spoken, IReadOnlyList<StudyKey> Studies)
{
    public static async Task<LockedUpdate> Load(
        DocumentSession session, Submission submission, ResourceIds ids, CancellationToken cancellation)
    {
        var named = submission.Associations.SelectMany(one => (string[])[one.Source, one.Target])
            .Append(submission.Set.EntryUuid).Distinct(StringComparer.Ordinal).ToArray();
        string[] lids = [.. submission.Entries.Select(one => one.LogicalId)
            .Concat(submission.Folders.Select(one => one.LogicalId)).OfType<string>().Distinct(StringComparer.Ordinal)];
        var (entries, folders) = await Read(session, named, lids, cancellation);
        var spoken = await StudyManifest.Of(session, [.. entries.Select(one => one.Id)], cancellation);
        var studies = StudyKeys.Bounded(spoken.Select(one => one.Key));
        await session.LockAsync(
            [
                "set:" + submission.Set.UniqueId,
                .. named.Concat(entries.Select(one => one.Id)).Concat(folders.Select(one => one.Id)).Select(id => "entry:" + id),
                .. studies.SelectMany(StudyKeys.LocksOf),
            ],
            cancellation);

        var (lockedEntries, lockedFolders) = await Read(session, named, lids, cancellation);
        if (lockedEntries.Count != entries.Count || lockedFolders.Count != folders.Count)
            throw new ConcurrencyException("An object that is updated has a new version meanwhile.");
        // one that was being registered when its studies were read: without them it would fall silent and its study go on to show it
        spoken = await StudyManifest.Of(session, [.. lockedEntries.Select(one => one.Id)], cancellation);
        if (spoken.Any(one => studies.All(known => known.Id != one.Key.Id)))
            throw new ConcurrencyException("A document that is updated was registered meanwhile.");

        string[] objects = [.. lockedEntries.Select(one => one.Id), .. lockedFolders.Select(one => one.Id)];
        return new LockedUpdate(
            new UpdateState
            {
                Before = submission.Set.UniqueId is { } unique ? await session.SetOf(unique, cancellation) : null,
                Entries = lockedEntries,
                Folders = lockedFolders,
                Associations = await session.Associations(named, objects, cancellation),
                Replaced = lockedEntries.Count == 0
                    ? [] : await session.ReplacedOf([], [.. lockedEntries.Select(one => one.Id)], cancellation),
                GivenUp = await GivenUpNumbers.Load(
                    session, submission.Set.Patient,
                    lockedEntries.Select(one => one.Entry.Patient).Concat(lockedFolders.Select(one => one.Folder.Patient)), ids, cancellation),
                Taken = await Taken(session, submission, cancellation),
                Manifests = spoken.ToLookup(one => one.DocumentEntry, one => one.Manifest, StringComparer.Ordinal),
            },
            spoken, studies);
    }

    // what is named, and all versions of it
    private static async Task<(IReadOnlyList<RegisteredEntry> Entries, IReadOnlyList<RegisteredFolder> Folders)> Read(
        DocumentSession session, string[] named, string[] lids, CancellationToken cancellation)
    {
        var entries = await session.EntriesById(named, cancellation);
        var folders = await session.Folders(named, [], cancellation);
        string[] ofEntries = [.. entries.Select(one => one.LogicalId).Concat(lids).Distinct(StringComparer.Ordinal)];
        string[] ofFolders = [.. folders.Select(one => one.LogicalId).Concat(lids).Distinct(StringComparer.Ordinal)];
        return (await session.EntriesByLogicalId(ofEntries, cancellation), await session.Folders([], ofFolders, cancellation));
    }

    private static Task<IReadOnlyList<string>> Taken(DocumentSession session, Submission submission, CancellationToken cancellation) =>
        session.QueryAsync(
            RegistryReads.Taken(
                [submission.Set.EntryUuid,
                    .. submission.Entries.Select(one => one.EntryUuid),
                    .. submission.Folders.Select(one => one.EntryUuid),
                    .. submission.Associations.Select(one => one.EntryUuid)],
                submission.Set.UniqueId is { } id ? [id] : [], []),
            row => row.GetString(0), cancellation);
}
