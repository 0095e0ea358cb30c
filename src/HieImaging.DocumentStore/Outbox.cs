namespace HieImaging.DocumentStore;

/// <summary>
/// The outbox as the relay works it: publish what is due, take away what every listed consumer has had. Order is not promised;
/// several relays may work at once (<c>skip locked</c>), and a row whose relay died is simply due still.
/// </summary>
public sealed class Outbox(Store store, OutboxConsumers consumers, OutboxOptions options)
{
    private const int SweptAtOnce = 5000;

    private readonly string[] _types = [.. consumers.Listed.Select(listed => listed.Type)];
    private readonly string[] _consumers = [.. consumers.Listed.Select(listed => listed.Consumer)];
    private readonly string[] _known = [.. consumers.Known];

    /// <summary>
    /// Hands the rows that are due to the bus; those it confirms are due again later, in case a queue is lost, the others in 5 s.
    /// </summary>
    /// <param name="publish">Gives the ids that were confirmed.</param>
    /// <returns>How many rows were due.</returns>
    public async Task<int> PublishDueAsync(
        Func<IReadOnlyList<OutboxMessage>, CancellationToken, Task<IReadOnlySet<Guid>>> publish, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        var due = await session.QueryAsync(
            $"""
            select o.message_id, o.type, o.body, o.type = any({_types}) and (o.published_at is null or exists (
              select from unnest({_types}, {_consumers}) as listed (type, consumer)
              where listed.type = o.type
                and not exists (select from document_store.inbox i where i.message_id = o.message_id and i.consumer = listed.consumer)
                and not exists (select from document_store.dead_letter d
                                where d.message_id = o.message_id and d.consumer = listed.consumer and d.dead_at is not null)))
            from document_store.outbox o
            where o.due_at <= now() order by o.due_at limit {options.Window} for update of o skip locked
            """,
            row => (Message: new OutboxMessage(row.GetGuid(0), row.GetString(1), row.GetString(2)), IsAwaited: row.GetBoolean(3)),
            cancellation);
        if (due.Count == 0)
            return 0;

        var awaited = due.Where(row => row.IsAwaited).Select(row => row.Message).ToList();
        var confirmed = awaited.Count > 0 ? await publish(awaited, cancellation) : new HashSet<Guid>();
        var ids = due.Select(row => row.Message.Id).ToArray();
        var done = due.Select(row => !row.IsAwaited || confirmed.Contains(row.Message.Id)).ToArray();
        session.Enqueue($"""
            update document_store.outbox o set
              published_at = case when done then now() else o.published_at end,
              attempts = o.attempts + done::int,
              due_at = now() + case when done then {options.RepublishAfter} * (2 ^ least(o.attempts, 6)) else interval '5 s' end
            from unnest({ids}, {done}) as row (id, done) where o.message_id = row.id
            """);
        await session.SaveChangesAsync(cancellation);
        return due.Count;
    }

    /// <summary>
    /// Takes away what every listed consumer has had, and what nobody is listed for; how many. A message of a type that is not known here
    /// stays: another version of the program may have said it.
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        var swept = await session.ExecuteAsync(
            $"""
            delete from document_store.outbox where message_id in (
              select o.message_id from document_store.outbox o
              where o.type = any({_known}) and (o.published_at is not null or o.type <> all({_types})) and not exists (
                select from unnest({_types}, {_consumers}) as listed (type, consumer)
                where listed.type = o.type
                  and not exists (select from document_store.inbox i where i.message_id = o.message_id and i.consumer = listed.consumer))
              limit {SweptAtOnce} for update of o skip locked)
            """,
            cancellation);
        await session.SaveChangesAsync(cancellation);
        return swept;
    }

    /// <summary>How long until a row is due; null where there is none.</summary>
    public async Task<TimeSpan?> UntilDueAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        return await session.FirstOrDefaultAsync(
            $"select min(due_at) - now() from document_store.outbox", row => row.IsDBNull(0) ? (TimeSpan?)null : row.GetTimeSpan(0), cancellation);
    }

    /// <summary>At start: what was published by a process that may have died with it (<c>memory:</c>) is due at once; and what the bus did not
    /// take, where it is another now.</summary>
    public async Task MakeDueAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        session.Enqueue($"update document_store.outbox set due_at = now() where due_at > now()");
        session.Enqueue($"select pg_notify('hie_outbox', '')");
        await session.SaveChangesAsync(cancellation);
    }

    /// <summary>Forgets inbox rows past their age whose message has left, and dead letters that were consumed after all.</summary>
    public async Task PurgeAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        session.Enqueue($"""
            delete from document_store.dead_letter d using document_store.inbox i
            where i.message_id = d.message_id and i.consumer = d.consumer
            """);
        session.Enqueue($"""
            delete from document_store.inbox where (message_id, consumer) in (
              select i.message_id, i.consumer from document_store.inbox i
              where i.seen_at < {session.Now - options.InboxKeptFor}
                and not exists (select from document_store.outbox o where o.message_id = i.message_id)
              limit {SweptAtOnce})
            """);
        await session.SaveChangesAsync(cancellation);
    }

    /// <summary>How many rows there are, counted no further than that.</summary>
    public async Task<int> CountAsync(int atMost, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        return await session.FirstOrDefaultAsync(
            $"select count(*)::int from (select from document_store.outbox limit {atMost}) counted", row => row.GetInt32(0), cancellation);
    }

    public async Task<OutboxState> StateAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        return await session.FirstOrDefaultAsync(
            $"""
            select (select count(*) from document_store.outbox),
              coalesce((select now() - min(created_at) from document_store.outbox), interval '0'),
              (select count(*) from document_store.dead_letter d where d.dead_at is not null and not exists (
                select from document_store.inbox i where i.message_id = d.message_id and i.consumer = d.consumer))
              + (select count(*) from document_store.outbox where type <> all({_known}))
            """,
            row => new OutboxState(row.GetInt64(0), row.GetTimeSpan(1), row.GetInt64(2)),
            cancellation) ?? throw new InvalidOperationException("A query without a row.");
    }
}
