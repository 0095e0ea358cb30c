using HieImaging.DocumentStore;

namespace HieImaging.Governance.Auditing;

/// <summary>Takes what waits in trust.audit_unsealed into the chain. One sealer at a time by an advisory lock; whoever does not get it
/// leaves at once.</summary>
internal static class AuditSealing
{
    private const int Batch = 1000;

    // pg_try_advisory_xact_lock key: "hieaudit" in ASCII
    private const long Lock = 0x6869656175646974;

    /// <summary>Seals up to a thousand records in one transaction; how many there were. A place in the queue whose record has gone stays:
    /// the verification tells of it.</summary>
    public static async Task<int> SealAsync(Store store, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        if (!await session.FirstOrDefaultAsync($"select pg_try_advisory_xact_lock({Lock})", row => row.GetBoolean(0), cancellation))
            return 0;
        var (position, hash) = await HeadAsync(session, cancellation);
        // offset 0: each is looked up by itself, for those that wait are always few against all that were ever written
        var waiting = await session.QueryAsync($"""
            with taken as (
                delete from trust.audit_unsealed where id in (
                    select waiting.id from trust.audit_unsealed waiting
                    where exists (select from trust.audit_record record where record.id = waiting.id offset 0)
                    order by waiting.id limit {Batch})
                returning id)
            select record.id, record.body from taken
            cross join lateral (select sealed.id, sealed.body from trust.audit_record sealed where sealed.id = taken.id offset 0) record
            order by record.id
            """, row => (Id: row.GetGuid(0), Body: row.GetFieldValue<byte[]>(1)), cancellation);
        if (waiting.Count == 0)
            return 0;
        var hashes = new byte[]?[waiting.Count];
        for (var i = 0; i < waiting.Count; i++)
            hashes[i] = hash = AuditChain.Next(hash, waiting[i].Body);
        session.Enqueue($"""
            insert into governance.audit_seal (position, record_id, hash)
            select {position} + place, record_id, hash from unnest({waiting.Select(record => record.Id).ToArray()}, {hashes})
                with ordinality as sealed (record_id, hash, place)
            """);
        await session.SaveChangesAsync(cancellation);
        return waiting.Count;
    }

    /// <summary>The last seal; position 0 and the origin before the first.</summary>
    public static async Task<(long Position, byte[] Hash)> HeadAsync(DocumentSession session, CancellationToken cancellation)
    {
        var heads = await session.QueryAsync($"select position, hash from governance.audit_seal order by position desc limit 1",
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancellation);
        return heads.Count == 0 ? (0, AuditChain.Origin) : heads[0];
    }
}
