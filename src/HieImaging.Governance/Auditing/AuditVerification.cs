using System.Text.Json;
using HieImaging.DocumentStore;
using HieImaging.Trust.Audit;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HieImaging.Governance.Auditing;

/// <summary>What the verification of the whole trail found.</summary>
/// <param name="Sealed">Positions that are good.</param>
/// <param name="Checkpoints">How many signatures the chain was held against.</param>
/// <param name="Finding">The first thing that is wrong; null: nothing.</param>
public sealed record AuditReport(long Sealed, int Checkpoints, AuditFinding? Finding);

/// <summary>Reads the whole trail, streaming, and holds it against its chain, its checkpoints and the witness file
/// (<c>hie-node audit verify</c>).</summary>
public sealed class AuditVerification(Store store, IOptions<AuditOptions> options)
{
    private const int Page = 5000;
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    public async Task<AuditReport> RunAsync(CancellationToken cancellation)
    {
        using var key = await CheckpointKey.OpenAsync(store, options.Value, cancellation);
        await using var session = await store.OpenSession(cancellation);
        // Read before the seals: what is sealed meanwhile lies beyond the checkpoints, which is no fault.
        IReadOnlyList<AuditCheckpoint> checkpoints =
            [.. await AuditCheckpoints.LoadAsync(session, cancellation), .. AuditCheckpoints.Witnessed(options.Value.CheckpointFile)];
        if (checkpoints.FirstOrDefault(checkpoint => checkpoint.KeyId != key.Id || !checkpoint.IsSignedBy(key.Key)) is { } forged)
            return new AuditReport(0, checkpoints.Count, new AuditFinding(AuditFault.BadSignature, forged.Position, null));
        var walk = new ChainWalk(checkpoints);
        var finding = await WalkAsync(session, walk, cancellation)
            ?? walk.End()
            ?? await UnsealedAsync(session, cancellation)
            ?? await VanishedAsync(session, cancellation);
        return new AuditReport(walk.Position, checkpoints.Count, finding);
    }

    private static async Task<AuditFinding?> WalkAsync(DocumentSession session, ChainWalk walk, CancellationToken cancellation)
    {
        while (true)
        {
            var page = await session.QueryAsync($"""
                select seal.position, seal.record_id, seal.hash, record.body, record.recorded,
                       record.transaction, record.outcome, record.client,
                       record.participant, record.patient, record.study_uid, record.custodian
                from governance.audit_seal seal left join trust.audit_record record on record.id = seal.record_id
                where seal.position > {walk.Position} order by seal.position limit {Page}
                """, Read, cancellation);
            foreach (var sealing in page)
                if (walk.Next(sealing) is { } finding)
                    return finding;
            if (page.Count < Page)
                return null;
        }
    }

    private static SealedRecord Read(NpgsqlDataReader row)
    {
        var body = row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3);
        return new SealedRecord(row.GetInt64(0), row.GetGuid(1), row.GetFieldValue<byte[]>(2), body, body is not null && Agrees(row, body));
    }

    // In pages, as the walk: the whole trail at once is more than one statement is given time for.
    private static async Task<AuditFinding?> UnsealedAsync(DocumentSession session, CancellationToken cancellation)
    {
        for (var last = Guid.Empty; ;)
        {
            var page = await session.QueryAsync($"""
                select record.id, record.recorded < {session.Now - Grace}
                  and not exists (select from governance.audit_seal seal where seal.record_id = record.id)
                  and not exists (select from trust.audit_unsealed waiting where waiting.id = record.id)
                from trust.audit_record record where record.id > {last} order by record.id limit {Page}
                """, row => (Id: row.GetGuid(0), Lost: row.GetBoolean(1)), cancellation);
            foreach (var (id, _) in page.Where(record => record.Lost))
                return new AuditFinding(AuditFault.Unsealed, null, id);
            if (page.Count < Page)
                return null;
            last = page[^1].Id;
        }
    }

    // Deleted before it was sealed: its place in the queue, written with it, is still there.
    private static async Task<AuditFinding?> VanishedAsync(DocumentSession session, CancellationToken cancellation)
    {
        var gone = await session.QueryAsync($"""
            select waiting.id from trust.audit_unsealed waiting
            where not exists (select from trust.audit_record record where record.id = waiting.id) order by waiting.id limit 1
            """, row => row.GetGuid(0), cancellation);
        return gone.Count == 0 ? null : new AuditFinding(AuditFault.Deleted, null, gone[0]);
    }

    // The columns are what reports are made from: they must not say other than the sealed bytes.
    private static bool Agrees(NpgsqlDataReader row, byte[] body)
    {
        try
        {
            var record = AuditRecordJson.Read(body);
            return record.Id == row.GetGuid(1) && record.Recorded == row.GetFieldValue<DateTimeOffset>(4)
                && record.Transaction == row.GetString(5)
                && (short)record.Outcome == row.GetInt16(6) && record.Client == Text(row, 7) && record.Participant == Text(row, 8)
                && record.Patient == Text(row, 9) && record.StudyInstanceUid == Text(row, 10) && record.Custodian == Text(row, 11);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
