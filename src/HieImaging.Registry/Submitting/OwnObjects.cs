using HieImaging.Xds.Metadata;

namespace HieImaging.Registry.Submitting;

/// <summary>The objects that a submission brings itself, by entryUUID.</summary>
internal sealed record OwnObjects(string Set, IReadOnlySet<string> Entries, IReadOnlySet<string> Folders, IReadOnlySet<string> All)
{
    public static OwnObjects Of(Submission submission)
    {
        var entries = submission.Entries.Select(one => one.EntryUuid).ToHashSet(StringComparer.Ordinal);
        var folders = submission.Folders.Select(one => one.EntryUuid).ToHashSet(StringComparer.Ordinal);
        return new OwnObjects(submission.Set.EntryUuid, entries, folders,
            entries.Concat(folders).Concat(submission.Associations.Select(one => one.EntryUuid)).Append(submission.Set.EntryUuid)
                .ToHashSet(StringComparer.Ordinal));
    }
}
