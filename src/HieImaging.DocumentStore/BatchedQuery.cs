using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// Reads of a session that go in one round trip, in the order of the calls: what follows a lock sees what was committed before it was
/// given, and what the session wrote goes before all of them.
/// </summary>
public sealed class BatchedQuery
{
    private const string Begin = "reads_begin";

    private readonly SessionConnection _connection;
    private readonly IReadOnlyList<SqlFragment> _writes;
    private readonly List<SqlFragment> _statements = [];
    private readonly List<Func<NpgsqlDataReader, Task>> _results = [];

    internal BatchedQuery(SessionConnection connection, IReadOnlyList<SqlFragment> writes) => (_connection, _writes) = (connection, writes);

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
        if (AdvisoryLocks.Take(keys) is { IsEmpty: false } locks)
            Query(locks, _ => true);
    }

    public Task ExecuteAsync(CancellationToken cancellation)
    {
        List<SqlFragment> before = [.. _connection.TakeAhead(), .. _writes];
        if (before.Count > 0)
            before.Add(SqlFragment.Text($"select 1 as {Begin}"));
        return _connection.Run(
            async connection =>
            {
                await using var batch = SqlFragment.ToBatch(connection, before.Concat(_statements));
                await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
                if (before.Count > 0)
                    await PassAsync(reader);
                foreach (var result in _results)
                {
                    await result(reader);
                    await reader.NextResultAsync(CancellationToken.None);
                }
                return true;
            },
            cancellation);
    }

    // Some writes answer with a row and some do not: a column of its own tells where the reads begin.
    private static async Task PassAsync(NpgsqlDataReader reader)
    {
        while (reader.GetName(0) != Begin)
            await reader.NextResultAsync(CancellationToken.None);
        await reader.NextResultAsync(CancellationToken.None);
    }
}
