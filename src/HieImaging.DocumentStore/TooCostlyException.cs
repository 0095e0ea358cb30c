namespace HieImaging.DocumentStore;

/// <summary>
/// PostgreSQL gave a statement up at its <c>statement_timeout</c> (57014) while it answered others: what was asked is too much to find, or it
/// waited for somebody else's lock. A search is answered 4xx, everything else as an outage.
/// </summary>
public sealed class TooCostlyException(string message, Exception? inner = null) : StoreUnavailableException(message, inner);
