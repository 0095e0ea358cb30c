namespace HieImaging.AffinityDomain.Messages;

/// <summary>Which source identities are one person has changed.</summary>
public sealed record PersonChanged
{
    /// <summary><c>p-…</c>.</summary>
    public required string Person { get; init; }

    /// <summary>The source identities that are this person now; empty when it was joined into another.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public required int Version { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}
