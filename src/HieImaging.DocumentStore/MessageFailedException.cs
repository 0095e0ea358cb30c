using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// PostgreSQL refused what one message of a batch wrote; the batch is not saved. Only a session whose messages are told apart knows whose it
/// was (<see cref="DocumentSession.Concerning"/>).
/// </summary>
public sealed class MessageFailedException(InboxKey key, PostgresException refusal) : Exception("PostgreSQL refuses a message of the batch.", refusal)
{
    public InboxKey Key => key;
}
