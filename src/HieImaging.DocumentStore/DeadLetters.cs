namespace HieImaging.DocumentStore;

/// <summary>
/// What consumers failed at. The message itself stays in the outbox, so nothing is copied and nothing can be lost with a queue;
/// replaying keeps its id, so the inbox makes a second effect impossible.
/// </summary>
public sealed class DeadLetters(Store store, OutboxOptions options)
{
    /// <summary>A consumer has failed with all its retries; true when the message is its dead letter now.</summary>
    /// <param name="reason">The exception's type: its text might name a patient.</param>
    public async Task<bool> AddAsync(InboxKey key, string reason, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        var rounds = await session.FirstOrDefaultAsync(
            $"""
            insert into document_store.dead_letter as d (message_id, consumer, rounds, failed_at, reason)
            values ({key.MessageId}, {key.Consumer}, 1, {session.Now}, {reason})
            on conflict (message_id, consumer) do update set rounds = d.rounds + 1, failed_at = excluded.failed_at, reason = excluded.reason
            returning rounds
            """,
            row => row.GetInt32(0),
            cancellation);
        await session.SaveChangesAsync(cancellation);
        return rounds >= options.Rounds;
    }

    /// <summary>By consumer, message type and reason: how many, and since when.</summary>
    public async Task<IReadOnlyList<DeadLetterCount>> ListAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        return await session.QueryAsync(
            $"""
            select d.consumer, o.type, d.reason, count(*), min(d.failed_at)
            from document_store.dead_letter d join document_store.outbox o on o.message_id = d.message_id
            where d.rounds >= {options.Rounds} and not exists (
              select from document_store.inbox i where i.message_id = d.message_id and i.consumer = d.consumer)
            group by 1, 2, 3 order by 1, 2, 3
            """,
            row => new DeadLetterCount(
                row.GetString(0), row.GetString(1), row.GetString(2),
                row.GetInt64(3), row.GetFieldValue<DateTimeOffset>(4)),
            cancellation);
    }

    /// <summary>Publishes a consumer's dead letters again; how many.</summary>
    public async Task<int> ReplayAsync(string consumer, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        var replayed = await session.ExecuteAsync(
            $"""
            with forgiven as (
                delete from document_store.dead_letter where consumer = {consumer} and rounds >= {options.Rounds}
                returning message_id)
            update document_store.outbox set due_at = now(), attempts = 0 where message_id in (select message_id from forgiven)
            """,
            cancellation);
        session.Enqueue($"select pg_notify('hie_outbox', '')");
        await session.SaveChangesAsync(cancellation);
        return replayed;
    }
}
