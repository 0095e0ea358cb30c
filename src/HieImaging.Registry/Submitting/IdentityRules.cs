using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Submitting;

/// <summary>Ids are new, or mean the same bytes as before (TF-2 3.42.4.1.3.3).</summary>
internal static class IdentityRules
{
    public static IEnumerable<RegistryError> Of(IncomingSubmission incoming, RegistryState state) =>
        [.. SetId(incoming, state), .. Twice(incoming), .. Bytes(incoming, state), .. Uuids(incoming, state)];

    private static IEnumerable<RegistryError> SetId(IncomingSubmission incoming, RegistryState state)
    {
        var set = incoming.Submission.Set;
        if (state.Set is not null
            || (set.UniqueId is { } id && (state.Taken.Contains(id) || incoming.Documents.Any(document => document.UniqueId == id))))
            yield return Error(RegistryErrorCode.DuplicateUniqueIdInRegistry,
                "SubmissionSet.uniqueId is in use for something else.", set.UniqueId);
        foreach (var folder in incoming.Submission.Folders.Where(folder => folder.UniqueId is { } unique && state.Taken.Contains(unique)))
            yield return Error(RegistryErrorCode.DuplicateUniqueIdInRegistry, "Folder.uniqueId is in use.", folder.UniqueId);
    }

    private static IEnumerable<RegistryError> Twice(IncomingSubmission incoming) =>
        incoming.Documents.GroupBy(document => document.UniqueId, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => Error(RegistryErrorCode.RepositoryDuplicateUniqueIdInMessage, "Two documents have one uniqueId.", group.Key));

    // Several entries may share a uniqueId; the document under it is one.
    private static IEnumerable<RegistryError> Bytes(IncomingSubmission incoming, RegistryState state)
    {
        foreach (var document in incoming.Documents)
        {
            if (state.Taken.Contains(document.UniqueId))
                yield return Error(RegistryErrorCode.DuplicateUniqueIdInRegistry,
                    "uniqueId is that of another kind of object.", document.UniqueId);
            foreach (var before in state.Entries.Where(entry => entry.Entry.UniqueId == document.UniqueId).Take(1))
            {
                if (before.Entry.Size != document.Size)
                    yield return Error(RegistryErrorCode.NonIdenticalSize, "uniqueId is registered with another size.", document.UniqueId);
                if (!string.Equals(before.Entry.Hash, document.Hash, StringComparison.OrdinalIgnoreCase))
                    yield return Error(RegistryErrorCode.NonIdenticalHash, "uniqueId is registered with another hash.", document.UniqueId);
            }
        }
    }

    private static IEnumerable<RegistryError> Uuids(IncomingSubmission incoming, RegistryState state)
    {
        var submission = incoming.Submission;
        return submission.Entries.Select(entry => entry.EntryUuid)
            .Concat(submission.Folders.Select(folder => folder.EntryUuid))
            .Concat(submission.Associations.Select(association => association.EntryUuid))
            .Append(submission.Set.EntryUuid)
            .Where(state.Taken.Contains)
            .Select(id => Error(RegistryErrorCode.RegistryMetadataError, "entryUUID is in use.", id));
    }

    private static RegistryError Error(string code, string text, string? location) => new(code, text, Location: location);
}
