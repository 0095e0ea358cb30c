namespace HieImaging.AffinityDomain.Messages;

/// <summary>No live manifest of a custodian's study is left: it has gone from every door, its history stays.</summary>
public sealed record StudyWithdrawn
{
    public required string Id { get; init; }
    public required string StudyInstanceUid { get; init; }
    public required string Custodian { get; init; }
    public required string Subject { get; init; }
    public required int Version { get; init; }
    public required DateTimeOffset WithdrawnAt { get; init; }
}
