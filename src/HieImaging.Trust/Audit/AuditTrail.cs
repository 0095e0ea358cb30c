using HieImaging.DocumentStore;

namespace HieImaging.Trust.Audit;

/// <summary>Appends audit records in the session's own batch: what is about to be shown or done commits with the record of it or not at all
/// (principle 8).</summary>
public static class AuditTrail
{
    /// <summary>Queues the record, and its place in the sealing queue.</summary>
    public static void Append(DocumentSession session, AuditRecord record)
    {
        var complete = record with { Id = Guid.CreateVersion7(session.Now), Recorded = session.Now };
        session.Enqueue($"""
            with written as (
                insert into trust.audit_record (id, recorded, body, transaction, outcome,
                    client, participant, patient, study_uid, custodian)
                values ({complete.Id}, {complete.Recorded}, {complete.Canonical()}, {complete.Transaction},
                    {(short)complete.Outcome}, {complete.Client},
                    {complete.Participant}, {complete.Patient}, {complete.StudyInstanceUid}, {complete.Custodian})
                returning id, recorded)
            insert into trust.audit_unsealed (id, recorded) select id, recorded from written
            """);
    }
}
