using System.Security.Cryptography;
using System.Text;
using HieImaging.Registry.Documents;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Updating;

/// <summary>What becomes of an update (ITI-57): all of its operations are carried out, or none. Pure.</summary>
internal abstract record UpdateDecision
{
    private UpdateDecision()
    {
    }

    /// <summary>The objects as they will be, next version.</summary>
    internal sealed record Accepted(UpdatedObjects Objects, IReadOnlyList<RegistryError> Warnings) : UpdateDecision;

    /// <summary>The same update came before: its answer is given again.</summary>
    internal sealed record Repeated(IReadOnlyList<RegistryError> Warnings) : UpdateDecision;

    internal sealed record Refused(IReadOnlyList<RegistryError> Errors) : UpdateDecision;

    /// <param name="state">The objects that it speaks of, under their locks.</param>
    /// <param name="now">The instant of the folders that it changes.</param>
    public static UpdateDecision On(Caller caller, Submission submission, UpdateState state, DateTimeOffset now)
    {
        if (state.Before is { } before && before.Sender == caller.Participant.Id
            && before.Digest.AsSpan().SequenceEqual(DigestOf(submission)))
            return new Repeated(before.Warnings);
        var plan = UpdatePlan.Of(submission);
        IReadOnlyList<RegistryError> found =
        [
            .. Ids(submission, state),
            .. plan.Errors,
            .. VersionRules.Of(caller, submission, plan, state),
            .. SubmittedAssociationRules.Of(caller, submission, plan, state),
            .. StatusRules.Of(caller, submission, plan, state),
        ];
        return found.Any(error => error.Severity == Severity.Error)
            ? new Refused(found)
            : new Accepted(new UpdateDraft(submission, plan, state, caller.Participant.Id, now).Done(), found);
    }

    /// <summary>Sameness of an update: which object becomes what. Ids that are given here don't count.</summary>
    public static byte[] DigestOf(Submission submission)
    {
        var names = submission.Entries.Select(one => (one.EntryUuid, "document " + one.LogicalId))
            .Concat(submission.Folders.Select(one => (one.EntryUuid, "folder " + one.LogicalId)))
            .Concat(submission.Associations.Select(one => (one.EntryUuid, $"association {one.Type}")))
            .Append((submission.Set.EntryUuid, "set"))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        string NameOf(string id) => names.GetValueOrDefault(id, id);
        var lines = submission.Entries.Select(one => Encoding.UTF8.GetString(MetadataJson.Write(one with { EntryUuid = "" })))
            .Concat(submission.Folders.Select(one => Encoding.UTF8.GetString(MetadataJson.Write(one with { EntryUuid = "" }))))
            .Concat(submission.Associations.Select(one =>
                $"{one.Type} {NameOf(one.Source)} {NameOf(one.Target)} "
                + $"{one.OriginalStatus} {one.NewStatus} {one.PreviousVersion} {one.Propagation}"))
            .Order(StringComparer.Ordinal);
        return SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    private static IEnumerable<RegistryError> Ids(Submission submission, UpdateState state)
    {
        if (state.Before is not null || (submission.Set.UniqueId is { } unique && state.Taken.Contains(unique)))
            yield return new RegistryError(RegistryErrorCode.DuplicateUniqueIdInRegistry,
                "SubmissionSet.uniqueId is in use for something else.", Location: submission.Set.UniqueId);
        foreach (var id in submission.Associations.Select(one => one.EntryUuid)
            .Concat(submission.Entries.Select(one => one.EntryUuid))
            .Concat(submission.Folders.Select(one => one.EntryUuid))
            .Append(submission.Set.EntryUuid).Where(state.Taken.Contains))
            yield return new RegistryError(RegistryErrorCode.RegistryMetadataError, "entryUUID is in use.", Location: id);
    }
}
