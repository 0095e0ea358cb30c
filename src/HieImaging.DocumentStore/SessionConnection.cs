using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// A session's connection and transaction, opened by the first statement; one statement at a time, each under the <see cref="Deadline"/>.
/// </summary>
internal sealed class SessionConnection(NpgsqlDataSource source, Deadline deadline) : IAsyncDisposable
{
    private Task<NpgsqlConnection>? _opening;
    private Task? _left;
    private bool _inTransaction;
    private bool _spent;
    private bool _isUnsure;
    private List<SqlFragment> _ahead = [];

    /// <summary>Goes before the next statement: in its round trip where that is one of several, else in one of its own.</summary>
    public void Ahead(SqlFragment statement) => _ahead.Add(statement);

    /// <summary>What has to go before the next statement; whoever takes it sends it.</summary>
    public IReadOnlyList<SqlFragment> TakeAhead()
    {
        var ahead = _ahead;
        _ahead = [];
        return ahead;
    }

    public Task<T> Run<T>(Func<NpgsqlConnection, Task<T>> statement, CancellationToken cancellation) =>
        RunOpened(async connection =>
        {
            if (!_inTransaction)
            {
                await connection.BeginTransactionAsync();       // not sent yet: it goes out with the statement
                _inTransaction = true;
            }

            if (TakeAhead() is { Count: > 0 } ahead)
                await ExecuteAsync(connection, ahead);
            return await statement(connection);
        }, cancellation);

    /// <summary>All statements in one round trip of the transaction, which goes on.</summary>
    public Task Send(IReadOnlyList<SqlFragment> statements, CancellationToken cancellation)
    {
        List<SqlFragment> all = [.. TakeAhead(), .. statements];
        return Run(connection => ExecuteAsync(connection, all), cancellation);
    }

    /// <summary>All statements in one round trip, as one transaction; nothing runs afterwards, and the connection is somebody else's: whoever still has to
    /// write an answer to a slow reader keeps none.</summary>
    /// <exception cref="MessageFailedException">PostgreSQL refused a statement that is a message's.</exception>
    public async Task Save(IReadOnlyList<Write> writes, CancellationToken cancellation)
    {
        if (writes.Count > 0 && TakeAhead() is { Count: > 0 } ahead)
            writes = [.. ahead.Select(statement => new Write(statement)), .. writes];
        if (writes.Count > 0 || _inTransaction)
        {
            await RunOpened(async connection =>
            {
                await using var batch = SqlFragment.ToBatch(connection, writes.Select(write => write.Statement));
                if (_inTransaction)                             // else the batch is a transaction by itself
                    batch.BatchCommands.Add(SqlFragment.Raw("commit").ToBatchCommand());
                try
                {
                    return await batch.ExecuteNonQueryAsync();
                }
                catch (PostgresException refusal) when (!refusal.IsTransient && AuthorOf(refusal, batch, writes) is { } key
                    && StoreFailure.Of(refusal) is null or UnstorableContentException)
                {
                    throw new MessageFailedException(key, refusal);
                }
            }, cancellation);
        }

        _inTransaction = false;
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _spent = true;
        if (_opening is not { } opening)
            return;
        _opening = null;
        if (_left is null && !_inTransaction && !_isUnsure && opening.IsCompletedSuccessfully)
        {
            await opening.Result.DisposeAsync();                // back to the pool, nothing to send
            return;
        }

        var closing = Close(opening, _left ?? Task.CompletedTask, () => _isUnsure);
        if (_left is not null)
            return;
        try
        {
            await deadline.Run(() => closing, _ => { }, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It closes by itself; a transaction that was not committed is rolled back by PostgreSQL.
        }
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, IReadOnlyList<SqlFragment> statements)
    {
        await using var batch = SqlFragment.ToBatch(connection, statements);
        return await batch.ExecuteNonQueryAsync();
    }

    private static InboxKey? AuthorOf(PostgresException refusal, NpgsqlBatch batch, IReadOnlyList<Write> writes) =>
        refusal.BatchCommand is { } failed && batch.BatchCommands.IndexOf(failed) is >= 0 and var at && at < writes.Count ? writes[at].Of : null;

    private static async Task<bool> Close(Task<NpgsqlConnection> opening, Task left, Func<bool> isUnsure)
    {
        await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (opening.IsCompletedSuccessfully)
            {
                await using var connection = opening.Result;
                if (isUnsure())
                    await ForgetStatements(connection);
            }
        }
        catch (NpgsqlException)
        {
            // Broken, and so closed.
        }

        return true;
    }

    // For whoever gets the connection next from the pool; a transaction that failed takes nothing but its end.
    private static async Task ForgetStatements(NpgsqlConnection connection)
    {
        await using (var rollback = new NpgsqlCommand("rollback", connection))
            await rollback.ExecuteNonQueryAsync();
        connection.UnprepareAll();
    }

    private Task<T> RunOpened<T>(Func<NpgsqlConnection, Task<T>> statement, CancellationToken cancellation)
    {
        if (_spent || _left is not null)
            throw new InvalidOperationException("The session is spent.");
        return deadline.Run(
            async () =>
            {
                try
                {
                    return await statement(await (_opening ??= source.OpenConnectionAsync().AsTask()));
                }
                catch (PostgresException failure) when (StoreFailure.LeavesStatementsUnsure(failure))
                {
                    _isUnsure = true;
                    throw;
                }
            },
            left => _left = left,
            cancellation);
    }
}
