using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Audit;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Registering;

/// <summary>
/// One audit record for each document and patient that was submitted; of a refused submission one, and nothing else is kept.
/// </summary>
internal static class SubmissionAudit
{
    /// <summary>The record of a refusal: it has the code of the first error.</summary>
    public static AuditRecord Refused(AuditRecord record, IReadOnlyList<RegistryError> errors) => record with
    {
        Outcome = AuditOutcome.Refused,
        Code = errors.First(error => error.Severity == Severity.Error).Code,
    };

    public static void Tell(DocumentSession session, IncomingSubmission incoming, SubmissionDecision decision, ResourceIds ids)
    {
        var record = AuditRecord.For(incoming.Caller, incoming.Transaction) with { Custodian = incoming.Custodian.Id };
        if (decision is SubmissionDecision.Refused refused)
        {
            AuditTrail.Append(session, Refused(record, refused.Errors));
            return;
        }
        foreach (var document in incoming.Documents)
        {
            var told = record with { Entity = document.UniqueId };
            if (document.Manifests.Count == 0)
                AuditTrail.Append(session, told);
            foreach (var manifest in document.Manifests)
                AuditTrail.Append(session, told with
                {
                    Patient = ids.Source(manifest.Patient.Identifier),
                    StudyInstanceUid = manifest.Study.Uid.Text
                });
        }
    }
}
