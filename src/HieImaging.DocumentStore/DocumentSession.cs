using System.Data;
using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>A unit of work: reads run at once in its transaction, writes gather and go in one batch with the commit.</summary>
public sealed class DocumentSession : IAsyncDisposable
{
    // What is switched off only costs much: enough for PostgreSQL to compile what has no other way, which took nine tenths of a feed.
    private static readonly SqlFragment ByKey = SqlFragment.Raw("""
        select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)
        """);

    private readonly SessionConnection _connection;
    private readonly PendingWrites _writes = new();
    private readonly List<object> _messages = [];
    private readonly HashSet<InboxKey> _seen = [];
    private readonly bool _tellsApart;
    private InboxKey[] _unseen = [];

    internal DocumentSession(SessionConnection connection, DateTimeOffset now, bool tellsApart = false)
    {
        (_connection, _tellsApart) = (connection, tellsApart);
        Now = now;
    }

    /// <summary>The instant of this unit of work (milliseconds): <c>last_updated</c> of everything it stores.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>
    /// Every message that this session was opened for has had its effect already; saving
    /// does nothing. True too after a save that lost against a concurrent duplicate.
    /// </summary>
    public bool AlreadySeen { get; private set; }

    /// <summary>Whether this message of the batch has had its effect already.</summary>
    public bool HasSeen(InboxKey key) => _seen.Contains(key);

    /// <summary>
    /// What is stored and enqueued from now on is of this message, and of no other: where messages are told apart, PostgreSQL's refusal of it
    /// is a <see cref="MessageFailedException"/>. Null: of no single one.
    /// </summary>
    public void Concerning(InboxKey? key)
    {
        if (_tellsApart)
            _writes.Of = key;
    }

    /// <summary>Runs now, in this transaction.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(SqlFragment sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation) =>
        _connection.Run<IReadOnlyList<T>>(
            async connection =>
            {
                await using var command = sql.ToCommand(connection);
                await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
                var rows = new List<T>();
                while (await reader.ReadAsync(CancellationToken.None))
                    rows.Add(row(reader));
                return rows;
            },
            cancellation);

    /// <summary>The first row, or default (null) where there is none.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(SqlFragment sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation) =>
        _connection.Run(
            async connection =>
            {
                await using var command = sql.ToCommand(connection);
                await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
                return await reader.ReadAsync(CancellationToken.None) ? row(reader) : default;
            },
            cancellation);

    /// <summary>For streaming large bodies; the caller disposes the reader before the session's next statement.</summary>
    public Task<NpgsqlDataReader> ReadAsync(SqlFragment sql, CommandBehavior behavior, CancellationToken cancellation) =>
        _connection.Run(
            async connection =>
            {
                await using var command = sql.ToCommand(connection);
                return await command.ExecuteReaderAsync(behavior, CancellationToken.None);
            },
            cancellation);

    /// <summary>Reads that go in one round trip.</summary>
    public BatchedQuery CreateBatchQuery() => new(_connection, []);

    /// <summary>The same behind the writes that gathered, as <see cref="FlushAsync"/> would send them, in the same round trip.</summary>
    /// <exception cref="ConcurrencyException">When it runs: a document was changed meanwhile.</exception>
    public BatchedQuery CreateBatchQueryBehindWrites() => new(_connection, TakeWrites());

    /// <summary>The rows, read behind the writes that gathered, in their round trip.</summary>
    /// <exception cref="ConcurrencyException">A document was changed meanwhile.</exception>
    public async Task<IReadOnlyList<T>> QueryBehindWritesAsync<T>(
        SqlFragment sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation)
    {
        var batch = CreateBatchQueryBehindWrites();
        var rows = batch.Query(sql, row);
        await batch.ExecuteAsync(cancellation);
        return await rows;
    }

    /// <summary>Runs now, in this transaction; the number of rows.</summary>
    public Task<int> ExecuteAsync(SqlFragment sql, CancellationToken cancellation) =>
        _connection.Run(
            async connection =>
            {
                await using var command = sql.ToCommand(connection);
                return await command.ExecuteNonQueryAsync(CancellationToken.None);
            },
            cancellation);

    /// <summary>
    /// Writes that gathered go now, in one round trip of this transaction, so that its later reads see them; messages and the inbox wait for
    /// <see cref="SaveChangesAsync"/>.
    /// </summary>
    /// <exception cref="ConcurrencyException">A document was changed meanwhile: the session is of no further use.</exception>
    public Task FlushAsync(CancellationToken cancellation)
    {
        var writes = TakeWrites();
        return writes.Count == 0 ? Task.CompletedTask : _connection.Send(writes, cancellation);
    }

    /// <summary>Runs in the batch of <see cref="SaveChangesAsync"/>, in the order of the calls.</summary>
    public void Enqueue(SqlFragment sql) => _writes.Add(sql);

    /// <summary>Runs in that batch with all rows of the kind, where the first of them was enqueued.</summary>
    public void Enqueue<T>(GatheredRows<T> kind, T row) => _writes.Gather(kind, row);

    /// <summary>The live document, or null when there is none or it is deleted.</summary>
    public Task<T?> LoadAsync<T>(DocumentTable<T> table, string id, CancellationToken cancellation) where T : class =>
        FirstOrDefaultAsync(
            $"select body from {SqlFragment.Text(table.Name)} where id = {id} and not deleted",
            row => table.Read(row.GetFieldValue<byte[]>(0)),
            cancellation);

    /// <summary>The stored version, deleted or not; 0 where there never was one. The next to store is this + 1.</summary>
    public Task<int> VersionOfAsync<T>(DocumentTable<T> table, string id, CancellationToken cancellation) =>
        FirstOrDefaultAsync($"select version from {SqlFragment.Text(table.Name)} where id = {id}", row => row.GetInt32(0), cancellation);

    /// <summary>Whether the live row says what the document says: version, body and every extracted column.</summary>
    public Task<bool> IsStoredAsync<T>(DocumentTable<T> table, T document, CancellationToken cancellation) =>
        FirstOrDefaultAsync(DocumentWrites.IsStored(table, document), row => row.GetBoolean(0), cancellation);

    /// <summary>
    /// The extracted columns of the stored version are made what the document says, in the batch; its body is that version's, so nothing
    /// is told and no version counted. Any other body or version throws <see cref="ConcurrencyException"/> when saved.
    /// </summary>
    public void Correct<T>(DocumentTable<T> table, T document) => _writes.Add(DocumentWrites.Correct(table, document));

    /// <summary>
    /// For a document whose row was lost though its history is there: the row comes back, deleted, now and in this transaction, so that
    /// the document can be stored as the next version. Nothing where the row is there, or never was.
    /// </summary>
    public Task RestoreAsync<T>(DocumentTable<T> table, T document, CancellationToken cancellation) =>
        ExecuteAsync(DocumentWrites.Restore(table, document), cancellation);

    /// <summary>
    /// Inserts (version 1) or replaces (stored version + 1) in the batch; any
    /// other version throws <see cref="ConcurrencyException"/> when saved.
    /// </summary>
    public void Store<T>(DocumentTable<T> table, T document)
    {
        if (table.Version(document) == 1)
            _writes.Insert(table, document, Now);
        else
            _writes.Add(DocumentWrites.Update(table, document, Now));
    }

    /// <summary>Soft: gone from reads, history kept. The version is the deletion's own, stored + 1.</summary>
    public void Delete<T>(DocumentTable<T> table, string id, int version) => _writes.Add(DocumentWrites.Delete(table, id, version, Now));

    /// <summary>
    /// Waits for every key's advisory lock, held to the end of the transaction; taken in one order, so no two sessions wait for each other.
    /// </summary>
    public Task LockAsync(IEnumerable<string> keys, CancellationToken cancellation) =>
        AdvisoryLocks.Take(keys) is { IsEmpty: false } locks ? ExecuteAsync(locks, cancellation) : Task.CompletedTask;

    /// <summary>The same before the session's next statement, in its round trip where that is a batch.</summary>
    public void LockAhead(IEnumerable<string> keys)
    {
        if (AdvisoryLocks.Take(keys) is { IsEmpty: false } locks)
            Ahead(locks);
    }

    /// <summary>Runs before the session's next statement, in its round trip where that is a batch.</summary>
    public void Ahead(SqlFragment sql) => _connection.Ahead(sql);

    /// <summary>
    /// Everything that this session reads it looks up by key. Planned anew for the keys at hand that costs more than it takes; planned once
    /// while a table was young, it goes through a table that has grown.
    /// </summary>
    public void LookUpByKey() => Ahead(ByKey);

    /// <summary>Says a fact once this session is saved: an outbox row in the batch.</summary>
    public void Publish<T>(T message) where T : class => _messages.Add(message);

    /// <summary>
    /// One round trip: documents, history, enqueued statements, outbox and inbox, and the commit. Afterwards the session is spent.
    /// </summary>
    /// <exception cref="ConcurrencyException">
    /// A document was changed meanwhile, or messages of a batch were consumed meanwhile; nothing is saved.
    /// </exception>
    /// <exception cref="MessageFailedException">PostgreSQL refuses what a message wrote that is told apart; nothing is saved.</exception>
    public async Task SaveChangesAsync(CancellationToken cancellation)
    {
        if (AlreadySeen)
            return;
        List<Write> writes = [];
        if (_tellsApart)
            writes.AddRange(_unseen.OrderBy(key => key.MessageId.ToString(), StringComparer.Ordinal).Select(key => new Write(MessageWrites.Seen([key], Now), key)));
        else if (_unseen.Length > 0)
            writes.Add(new(MessageWrites.Seen(_unseen, Now)));      // first, so that a duplicate waits before it does anything
        writes.AddRange(_writes.All);
        if (_messages.Count > 0)
            writes.Add(new(MessageWrites.Publish(_messages, Now)));
        try
        {
            await _connection.Save(writes, cancellation);
        }
        catch (PostgresException duplicate) when (duplicate.SqlState == StoreFailure.MessageSeen)
        {
            if (_unseen.Length > 1)
                throw new ConcurrencyException("Messages of the batch were consumed meanwhile.", duplicate);
            AlreadySeen = true;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private List<SqlFragment> TakeWrites()
    {
        List<SqlFragment> writes = [.. _writes.All.Select(write => write.Statement)];
        _writes.Clear();
        return writes;
    }

    internal async Task ReadInbox(IReadOnlyCollection<InboxKey> keys, CancellationToken cancellation)
    {
        _seen.UnionWith(await QueryAsync(
            MessageWrites.WhichAreSeen(keys),
            row => new InboxKey(row.GetString(0), row.GetGuid(1)),
            cancellation));
        _unseen = keys.Where(key => !_seen.Contains(key)).Distinct().ToArray();
        AlreadySeen = _unseen.Length == 0;
    }
}
