using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// Reads of a session that go in one round trip, in the order of the calls: what follows a lock sees what was committed before it was given.
/// </summary>
public sealed class BatchedQuery
{
    private readonly SessionConnection _connection;
    private readonly List<SqlFragment> _statements = [];
    private readonly List<Func<NpgsqlDataReader, Task>> _results = [];

    internal BatchedQuery(SessionConnection connection) => _connection = connection;

    /// <summary>The rows, once <see cref="ExecuteAsync"/> has returned.</summary>
    public Task<IReadOnlyList<T>> Query<T>(SqlFragment sql, Func<NpgsqlDataReader, T> row)
    {
        var rows = new TaskCompletionSource<IReadOnlyList<T>>();
        _statements.Add(sql);
        _results.Add(async reader =>
        {
            var read = new List<T>();
            while (await reader.ReadAsync(CancellationToken.None))
                read.Add(row(reader));
            rows.SetResult(read);
        });
        return rows.Task;
    }

    /// <summary>As <see cref="DocumentSession.LockAsync"/>.</summary>
    public void Lock(IEnumerable<string> keys)
    {
        if (AdvisoryLocks.Of(keys) is { Length: > 0 } locks)
            Query($"select pg_advisory_xact_lock(key) from unnest({locks}) as key", _ => true);
    }

    public Task ExecuteAsync(CancellationToken cancellation) => _connection.Run(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var statement in _statements)
                batch.BatchCommands.Add(statement.ToBatchCommand());
            await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
            foreach (var result in _results)
            {
                await result(reader);
                await reader.NextResultAsync(CancellationToken.None);
            }
            return true;
        },
        cancellation);
}
