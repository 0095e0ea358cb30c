using HieImaging.DocumentStore;

namespace HieImaging.Trust.Audit;

/// <summary>Appends audit records in the session's own batch: what is about to be shown or done commits with the record of it or not at all
/// (principle 8).</summary>
public static class AuditTrail
{
    /// <summary>Queues the record, and its place in the sealing queue.</summary>
    public static void Append(DocumentSession session, AuditRecord record) => Append(session, [record]);

    /// <summary>The same for many, in one statement.</summary>
    public static void Append(DocumentSession session, IReadOnlyCollection<AuditRecord> records)
    {
        if (records.Count == 0)
            return;
        List<AuditRecord> all = [.. records.Select(record => record with { Id = Guid.CreateVersion7(session.Now), Recorded = session.Now })];
        T[] Each<T>(Func<AuditRecord, T> value) => [.. all.Select(value)];
        session.Enqueue($"""
            with written as (
                insert into trust.audit_record (id, recorded, body, transaction, outcome, client, participant, patient, study_uid, custodian)
                select id, {session.Now}, body, transaction, outcome, client, participant, patient, study_uid, custodian
                from unnest({Each(one => one.Id)}, {Each<byte[]?>(one => one.Canonical())}, {Each(one => one.Transaction)},
                    {Each(one => (int)one.Outcome)}, {Each(one => one.Client)}, {Each(one => one.Participant)},
                    {Each(one => one.Patient)}, {Each(one => one.StudyInstanceUid)}, {Each(one => one.Custodian)})
                    as record (id, body, transaction, outcome, client, participant, patient, study_uid, custodian)
                returning id, recorded)
            insert into trust.audit_unsealed (id, recorded) select id, recorded from written
            """);
    }
}
