namespace HieImaging.DocumentStore;

/// <summary>
/// Somebody else changed the same document meanwhile (or a unique key was taken): load again and decide again. Nothing was saved.
/// </summary>
public sealed class ConcurrencyException : Exception
{
    public ConcurrencyException(string message, Exception? inner = null, string? constraint = null)
        : base(message, inner) =>
        Constraint = constraint;

    /// <summary>The unique constraint that was hit, if that was it.</summary>
    public string? Constraint { get; }
}
