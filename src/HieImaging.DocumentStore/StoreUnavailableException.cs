namespace HieImaging.DocumentStore;

/// <summary>
/// PostgreSQL does not answer in time. Doors answer 503. After
/// <see cref="DocumentSession.SaveChangesAsync"/> it is open whether the changes were saved.
/// </summary>
public class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
