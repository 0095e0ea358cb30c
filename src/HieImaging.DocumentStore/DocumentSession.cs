using System.Data;
using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>A unit of work: reads run at once in its transaction, writes gather and go in one batch with the commit.</summary>
public sealed class DocumentSession : IAsyncDisposable
{
    /// <summary>The instant of this unit of work (milliseconds): <c>last_updated</c> of everything it stores.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Every message that this session was opened for has had its effect already. True too after a save that lost against a concurrent duplicate.</summary>
    public bool AlreadySeen { get; private set; }

    /// <summary>Whether this message of the batch has had its effect already.</summary>
    public bool HasSeen(InboxKey key) => throw new NotImplementedException();

    /// <summary>Runs now, in this transaction.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(SqlFragment sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The first row, or default (null) where there is none.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(SqlFragment sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>For streaming large bodies; the caller disposes the reader before the session's next statement.</summary>
    public Task<NpgsqlDataReader> ReadAsync(SqlFragment sql, CommandBehavior behavior, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Runs now, in this transaction; the number of rows.</summary>
    public Task<int> ExecuteAsync(SqlFragment sql, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Runs in the batch of <see cref="SaveChangesAsync"/>, in the order of the calls.</summary>
    public void Enqueue(SqlFragment sql) => throw new NotImplementedException();

    /// <summary>The live document, or null when there is none or it is deleted.</summary>
    public Task<T?> LoadAsync<T>(DocumentTable<T> table, string id, CancellationToken cancellation) where T : class => throw new NotImplementedException();

    /// <summary>The stored version, deleted or not; 0 where there never was one. The next to store is this + 1.</summary>
    public Task<int> VersionOfAsync<T>(DocumentTable<T> table, string id, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Inserts (version 1) or replaces (stored version + 1) in the batch; any other version throws <see cref="ConcurrencyException"/> when saved.</summary>
    public void Store<T>(DocumentTable<T> table, T document) => throw new NotImplementedException();

    /// <summary>Soft: gone from reads, history kept. The version is the deletion's own, stored + 1.</summary>
    public void Delete<T>(DocumentTable<T> table, string id, int version) => throw new NotImplementedException();

    /// <summary>Waits for every key's advisory lock, held to the end of the transaction; taken in one order, so no two sessions wait for each other.</summary>
    public Task LockAsync(IEnumerable<string> keys, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Says a fact once this session is saved: an outbox row in the batch.</summary>
    public void Publish<T>(T message) where T : class => throw new NotImplementedException();

    /// <summary>One round trip: documents, history, enqueued statements, outbox and inbox, and the commit. Afterwards the session is spent.</summary>
    public Task SaveChangesAsync(CancellationToken cancellation) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
