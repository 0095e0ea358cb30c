using HieImaging.Registry.Documents;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Submitting;

/// <summary>What becomes of a submission. Every reason against it is told at once. Pure.</summary>
internal abstract record SubmissionDecision
{
    private SubmissionDecision()
    {
    }

    internal sealed record Accepted(IReadOnlyList<RegistryError> Warnings) : SubmissionDecision;

    /// <summary>
    /// The same submission came before: its answer is given again. What was withdrawn of it since, and not replaced, is live again.
    /// </summary>
    internal sealed record Repeated(IReadOnlyList<RegistryError> Warnings, IReadOnlyList<RegisteredEntry> Revived) : SubmissionDecision;

    internal sealed record Refused(IReadOnlyList<RegistryError> Errors) : SubmissionDecision;

    public static SubmissionDecision On(IncomingSubmission incoming, RegistryState state)
    {
        if (Repetition(incoming, state) is { } repeated)
            return repeated;
        IReadOnlyList<RegistryError> found =
        [
            .. DocumentRules.Of(incoming, state),
            .. PatientRules.Of(incoming, state),
            .. IdentityRules.Of(incoming, state),
            .. AssociationRules.Of(incoming, state),
        ];
        return found.Any(error => error.Severity == Severity.Error) ? new Refused(found) : new Accepted(found);
    }

    /// <summary>Status and errors as SOAP answers them.</summary>
    public RegistryResponse Response() => this switch
    {
        Accepted accepted => RegistryResponse.Of(accepted.Warnings),
        Repeated repeated => RegistryResponse.Of(repeated.Warnings),
        Refused refused => RegistryResponse.Of(refused.Errors),
        _ => throw new InvalidOperationException("The set of decisions is closed."),
    };

    // With metadata the submission set tells: same uniqueId, same content, same sender. A bare key object is told by its own UID and bytes.
    private static Repeated? Repetition(IncomingSubmission incoming, RegistryState state)
    {
        if (incoming.HasMetadata)
            return state.Set is { } before
                && before.Sender == incoming.Caller.Participant.Id
                && before.Digest.AsSpan().SequenceEqual(incoming.Digest)
                ? new Repeated(before.Warnings, Silent(LatestOf(before.Set, state), state))
                : null;
        var same = state.Entries.Where(entry => incoming.Documents.Any(document => IsSame(incoming, document, entry))).ToList();
        if (same.Count == 0)
            return null;
        return new Repeated(
            [],
            same.Any(entry => entry.Entry.IsApproved)
                ? [] : [.. Silent(same, state).OrderByDescending(entry => entry.Revision).Take(1)]);
    }

    // An update may have made later versions of what the submission brought.
    private static IEnumerable<RegisteredEntry> LatestOf(SubmissionSet set, RegistryState state) => state.Entries
        .GroupBy(entry => entry.LogicalId, StringComparer.Ordinal)
        .Where(versions => versions.Any(entry => entry.SubmissionSet == set.EntryUuid))
        .Select(versions => versions.MaxBy(entry => entry.Revision)!);

    private static IReadOnlyList<RegisteredEntry> Silent(IEnumerable<RegisteredEntry> entries, RegistryState state) =>
        [.. entries.Where(entry => !entry.Entry.IsApproved && !state.Replaced.Contains(entry.Id))];

    private static bool IsSame(IncomingSubmission incoming, IncomingDocument document, RegisteredEntry entry) =>
        entry.Entry.UniqueId == document.UniqueId && entry.Entry.Hash == document.Hash && entry.Custodian == incoming.Custodian.Id;
}
