namespace HieImaging.AffinityDomain.Messages;

/// <summary>A source said something new about one of its patients. Identity's own consumer matches and links.</summary>
public sealed record SourceIdentityFed
{
    /// <summary><c>s-…</c>.</summary>
    public required string Id { get; init; }

    public required int Version { get; init; }
    public required DateTimeOffset FedAt { get; init; }
}
