namespace HieImaging.DocumentStore;

/// <summary>
/// What consumers failed at. The message itself stays in the outbox, so nothing is copied and nothing can be lost with a queue;
/// replaying keeps its id, so the inbox makes a second effect impossible.
/// </summary>
public sealed class DeadLetters(Store store, OutboxConsumers consumers, OutboxOptions options)
{
    /// <summary>As <see cref="DeadLetterCount.Reason"/>: this version of the program has no such message.</summary>
    private const string UnknownType = "UnknownType";

    private readonly string[] _known = [.. consumers.Known];

    /// <summary>
    /// A consumer has failed: the message is due again after a while, longer each time; failed for good, or too often, it is the consumer's
    /// dead letter.
    /// </summary>
    /// <param name="reason">A code or the exception's type: its text might name a patient.</param>
    /// <returns>Whether the message is a dead letter now; null for one that is not in the outbox and so nobody's.</returns>
    public async Task<bool?> AddAsync(InboxKey key, string reason, bool forGood, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        var waits = options.RetryAfter.Select(wait => wait.TotalSeconds).ToArray();
        var isDead = await session.FirstOrDefaultAsync(
            $"""
            with failed as (
              insert into document_store.dead_letter as d (message_id, consumer, tries, failed_at, reason, dead_at)
              select o.message_id, {key.Consumer}, 1, {session.Now}, {reason},
                case when {forGood} or cardinality({waits}) = 0 then {session.Now} end
              from document_store.outbox o where o.message_id = {key.MessageId}
              on conflict (message_id, consumer) do update set
                tries = d.tries + 1, failed_at = excluded.failed_at, reason = excluded.reason,
                dead_at = coalesce(d.dead_at, case when {forGood} or d.tries >= cardinality({waits}) then excluded.failed_at end)
              returning message_id, tries, dead_at),
            again as (
              update document_store.outbox o set due_at = now() + ({waits})[failed.tries] * (0.8 + 0.4 * random()) * interval '1 s'
              from failed where o.message_id = failed.message_id and failed.dead_at is null)
            select dead_at is not null from failed
            """,
            row => (bool?)row.GetBoolean(0),
            cancellation);
        session.Enqueue($"select pg_notify('hie_outbox', '')");
        await session.SaveChangesAsync(cancellation);
        return isDead;
    }

    /// <summary>By consumer, message type and reason: how many, and since when. Messages that nobody here knows have no consumer.</summary>
    public async Task<IReadOnlyList<DeadLetterCount>> ListAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        return await session.QueryAsync(
            $"""
            select d.consumer, o.type, d.reason, count(*), min(d.dead_at), max(d.dead_at)
            from document_store.dead_letter d join document_store.outbox o on o.message_id = d.message_id
            where d.dead_at is not null and not exists (
              select from document_store.inbox i where i.message_id = d.message_id and i.consumer = d.consumer)
            group by 1, 2, 3
            union all
            select '-', o.type, {UnknownType}, count(*), min(o.created_at), max(o.created_at)
            from document_store.outbox o where o.type <> all({_known}) group by 2
            order by 1, 2, 3
            """,
            row => new DeadLetterCount(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3),
                row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5)),
            cancellation);
    }

    /// <summary>Publishes a consumer's dead letters again, the oldest first; how many.</summary>
    /// <param name="reason">Only those that failed for this; null: whatever the reason.</param>
    public async Task<int> ReplayAsync(string consumer, string? reason, int atMost, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        var replayed = await session.ExecuteAsync(
            $"""
            with forgiven as (
                delete from document_store.dead_letter where (message_id, consumer) in (
                  select d.message_id, d.consumer from document_store.dead_letter d
                  where d.consumer = {consumer} and d.dead_at is not null and d.reason = coalesce({reason}, d.reason)
                    and not exists (select from document_store.inbox i where i.message_id = d.message_id and i.consumer = d.consumer)
                  order by d.dead_at, d.message_id limit {atMost} for update skip locked)
                returning message_id)
            update document_store.outbox set due_at = now(), attempts = 0 where message_id in (select message_id from forgiven)
            """,
            cancellation);
        session.Enqueue($"select pg_notify('hie_outbox', '')");
        await session.SaveChangesAsync(cancellation);
        return replayed;
    }
}
