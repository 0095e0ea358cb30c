namespace HieImaging.DocumentStore;

/// <summary>
/// PostgreSQL refuses what a caller sent (a NUL character, a number out of range, too long a key): the caller's mistake, doors answer 400.
/// </summary>
public sealed class UnstorableContentException(string sqlState, Exception? inner = null)
    : Exception($"The content cannot be stored ({sqlState}).", inner)
{
    public string SqlState { get; } = sqlState;
}
