using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Registering;

/// <summary>What becomes of a key object of an intake, as its sender is told.</summary>
internal static class ClosedItems
{
    public static ClosedItem Of(IntakeItem item, IncomingSubmission submission, SubmissionDecision decision)
    {
        var uid = submission.Documents[0].Entry.UniqueId;
        return new ClosedItem(item, uid, decision is SubmissionDecision.Refused refused ? RefusalOf(submission, refused, uid) : null);
    }

    public static ClosedItem Forbidden(IntakeItem item) =>
        new(item, null, new IntakeRefusal(null, "forbidden", "The sender is no longer a client of this domain."));

    private static IntakeRefusal RefusalOf(IncomingSubmission submission, SubmissionDecision.Refused refused, string? uid)
    {
        var error = refused.Errors.First(one => one.Severity == Severity.Error);
        return error.Code == RegistryErrorCode.InvalidDocumentContent && submission.Documents[0].Refusal is { } unreadable
            ? new IntakeRefusal(uid, unreadable.Code, unreadable.Text)
            : new IntakeRefusal(uid, error.Code, error.Context);
    }
}
