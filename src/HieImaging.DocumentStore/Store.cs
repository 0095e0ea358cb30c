using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>Documents on PostgreSQL: opens units of work. One for a process.</summary>
/// <remarks>Called Store, for a type named like its own namespace cannot be written outside it.</remarks>
public sealed class Store(NpgsqlDataSource source, TimeProvider clock)
{
    internal NpgsqlDataSource Source => source;

    internal TimeProvider Clock => clock;

    /// <summary>A read-write unit of work (READ COMMITTED). Connection and transaction begin with the first statement; disposing without saving rolls back.</summary>
    public ValueTask<DocumentSession> OpenSession(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The same for a consumer: <see cref="DocumentSession.AlreadySeen"/> tells that this message has had its effect; saving notes it in the inbox.</summary>
    public ValueTask<DocumentSession> OpenSession(InboxKey key, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The same for a batch of messages; ask <see cref="DocumentSession.HasSeen"/> for each.</summary>
    public ValueTask<DocumentSession> OpenSession(IReadOnlyCollection<InboxKey> keys, CancellationToken cancellation) => throw new NotImplementedException();
}
