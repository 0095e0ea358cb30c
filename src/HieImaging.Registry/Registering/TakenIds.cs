using HieImaging.DocumentStore;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;

namespace HieImaging.Registry.Registering;

/// <summary>Which ids of a submission some object of the registry has taken.</summary>
internal static class TakenIds
{
    public static SqlFragment Of(IncomingSubmission incoming)
    {
        var submission = incoming.Submission;
        return RegistryReads.Taken(
            [submission.Set.EntryUuid,
                .. submission.Entries.Select(one => one.EntryUuid),
                .. submission.Folders.Select(one => one.EntryUuid),
                .. submission.Associations.Select(one => one.EntryUuid)],
            [.. submission.Folders.Select(folder => folder.UniqueId).Append(submission.Set.UniqueId).OfType<string>()],
            [.. incoming.Documents.Select(document => document.UniqueId)]);
    }
}
