using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>Documents on PostgreSQL: opens units of work. One for a process.</summary>
/// <remarks>Called Store, for a type named like its own namespace cannot be written outside it.</remarks>
public sealed class Store(NpgsqlDataSource source, TimeProvider clock)
{
    internal NpgsqlDataSource Source => source;

    internal Deadline Deadline { get; } = new(clock);

    /// <summary>False while PostgreSQL is known not to answer (only where a <see cref="StorePulse"/> runs).</summary>
    public bool Answers => !Deadline.IsLost;

    /// <summary>Whether doors are to take writes.</summary>
    public StorePressure Pressure => Deadline.Pressure;

    /// <summary>
    /// A read-write unit of work (READ COMMITTED). Connection and transaction
    /// begin with the first statement; disposing without saving rolls back.
    /// </summary>
    public ValueTask<DocumentSession> OpenSession(CancellationToken cancellation) => OpenSession([], cancellation);

    /// <summary>
    /// The same for a consumer: <see cref="DocumentSession.AlreadySeen"/> tells
    /// that this message has had its effect; saving notes it in the inbox.
    /// </summary>
    public ValueTask<DocumentSession> OpenSession(InboxKey key, CancellationToken cancellation) => OpenSession([key], cancellation);

    /// <summary>The same for a batch of messages; ask <see cref="DocumentSession.HasSeen"/> for each.</summary>
    /// <param name="tellsApart">What one of them may not write is known for its own (<see cref="MessageFailedException"/>); slower.</param>
    public async ValueTask<DocumentSession> OpenSession(
        IReadOnlyCollection<InboxKey> keys, CancellationToken cancellation, bool tellsApart = false)
    {
        cancellation.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        var session = new DocumentSession(
            new SessionConnection(source, Deadline),
            new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero), tellsApart);
        if (keys.Count > 0)
        {
            try
            {
                await session.ReadInbox(keys, cancellation);
            }
            catch
            {
                await session.DisposeAsync();
                throw;
            }
        }

        return session;
    }
}
