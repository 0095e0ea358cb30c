using System.Security.Cryptography;
using System.Text;
using HieImaging.Registry.Documents;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Withdrawing;

/// <summary>What becomes of an update (ITI-57): entries are deprecated or approved again, all or none. Pure.</summary>
internal abstract record UpdateDecision
{
    private UpdateDecision()
    {
    }

    /// <summary>The entries as they will be, next version.</summary>
    internal sealed record Accepted(IReadOnlyList<RegisteredEntry> Entries) : UpdateDecision;

    /// <summary>The same update came before: its answer is given again.</summary>
    internal sealed record Repeated : UpdateDecision;

    internal sealed record Refused(IReadOnlyList<RegistryError> Errors) : UpdateDecision;

    /// <param name="before">The submission set of the same uniqueId.</param>
    /// <param name="targets">The entries that are to change, by entryUUID, under their locks.</param>
    /// <param name="taken">Ids of the submission that other objects have.</param>
    public static UpdateDecision On(
        Caller caller, Submission submission, RegisteredSet? before, IReadOnlyDictionary<string, RegisteredEntry> targets,
        IReadOnlyCollection<string> taken)
    {
        if (before is not null && before.Sender == caller.Participant.Id && before.Digest.AsSpan().SequenceEqual(DigestOf(submission)))
            return new Repeated();
        var updates = submission.Associations.Where(one => one.Type == AssociationType.UpdateAvailabilityStatus).ToList();
        IReadOnlyList<RegistryError> errors =
        [
            .. OfSubmission(submission, updates, before, taken),
            .. updates.SelectMany(one => OfUpdate(caller, submission, one, targets))
        ];
        return errors.Count > 0
            ? new Refused(errors)
            : new Accepted([.. updates.Select(one => (one.NewStatus, Entry: targets[one.Target])).Select(pair => pair.Entry with
            {
                Version = pair.Entry.Version + 1,
                Entry = pair.Entry.Entry with { AvailabilityStatus = pair.NewStatus },
            })]);
    }

    /// <summary>Sameness of an update: whose status becomes what.</summary>
    public static byte[] DigestOf(Submission submission) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', submission.Associations
        .Where(one => !one.IsMembership)
        .Select(one => $"{one.Type} {one.Target} {one.OriginalStatus} {one.NewStatus}")
        .Order(StringComparer.Ordinal))));

    private static IEnumerable<RegistryError> OfSubmission(
        Submission submission, List<Association> updates, RegisteredSet? before, IReadOnlyCollection<string> taken)
    {
        if (before is not null || (submission.Set.UniqueId is { } unique && taken.Contains(unique)))
            yield return new RegistryError(RegistryErrorCode.DuplicateUniqueIdInRegistry,
                "SubmissionSet.uniqueId is in use for something else.", Location: submission.Set.UniqueId);
        foreach (var id in submission.Associations.Select(one => one.EntryUuid).Append(submission.Set.EntryUuid).Where(taken.Contains))
            yield return new RegistryError(RegistryErrorCode.RegistryMetadataError, "entryUUID is in use.", Location: id);
        if (updates.Count == 0 || updates.Count < submission.Associations.Count
            || submission.Entries.Count > 0 || submission.Folders.Count > 0)
            yield return new RegistryError(RegistryErrorCode.MetadataUpdateOperation,
                "Only availabilityStatus of document entries is updated here.", Location: submission.Set.EntryUuid);
        foreach (var twice in updates.GroupBy(one => one.Target, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return new RegistryError(RegistryErrorCode.MetadataUpdateOperation, "Two updates of one object.", Location: twice.Key);
    }

    private static IEnumerable<RegistryError> OfUpdate(
        Caller caller, Submission submission, Association update, IReadOnlyDictionary<string, RegisteredEntry> targets)
    {
        if (update.Source != submission.Set.EntryUuid)
            yield return Error(RegistryErrorCode.MetadataUpdate, "sourceObject is not the submission set.", update);
        // a document of others is told like one that is not there
        if (!targets.TryGetValue(update.Target, out var target) || !caller.ActsFor(target.Custodian))
        {
            yield return Error(RegistryErrorCode.UnresolvedReference, "targetObject is not in the registry.", update);
            yield break;
        }
        if (update.NewStatus is not (AvailabilityStatus.Approved or AvailabilityStatus.Deprecated)
            || update.NewStatus == update.OriginalStatus)
            yield return Error(RegistryErrorCode.MetadataUpdate, "NewStatus is neither Deprecated nor Approved, or no change.", update);
        if (update.OriginalStatus != target.Entry.AvailabilityStatus)
            yield return Error(RegistryErrorCode.MetadataVersion, "OriginalStatus is not the object's status.", update);
        if (submission.Set.Patient != target.Entry.Patient)
            yield return Error(RegistryErrorCode.PatientIdDoesNotMatch, "patientId is not that of the object.", update);
    }

    private static RegistryError Error(string code, string text, Association update) => new(code, text, Location: update.Target);
}
