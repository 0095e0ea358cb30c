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

    public static IReadOnlyList<AuditRecord> Of(IncomingSubmission incoming, SubmissionDecision decision, ResourceIds ids)
    {
        var record = AuditRecord.For(incoming.Caller, incoming.Transaction) with { Custodian = incoming.Custodian.Id };
        return decision is SubmissionDecision.Refused refused
            ? [Refused(record, refused.Errors)]
            : [.. incoming.Documents.SelectMany(document => Told(record with { Entity = document.UniqueId }, document, ids))];
    }

    private static IEnumerable<AuditRecord> Told(AuditRecord record, IncomingDocument document, ResourceIds ids) =>
        document.Manifests.Count == 0
            ? [record]
            : document.Manifests.Select(manifest => record with
            {
                Patient = ids.Source(manifest.Patient.Identifier),
                StudyInstanceUid = manifest.Study.Uid.Text,
            });
}
