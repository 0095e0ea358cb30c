namespace HieImaging.Identity.Reviewing;

/// <summary>Two source identities of which a human is to decide. Keyed by sources, never by persons: no link and no merge orphans
/// it.</summary>
public sealed record ReviewItem
{
    /// <summary>The lower of the two ids.</summary>
    public required string Low { get; init; }

    /// <summary>The other; of an <see cref="ReviewKind.Overlay"/> the same.</summary>
    public required string High { get; init; }

    public required ReviewKind Kind { get; init; }
    public required ReviewState State { get; init; }

    /// <summary>Why it waits here, in a word; no names and no numbers.</summary>
    public required string Reason { get; init; }

    /// <summary>The score of the pair; null where none was worked out.</summary>
    public double? Bits { get; init; }

    public string? Model { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who looks at it now, by the database's clock; null: nobody, or the claim has lapsed, or it is of what the records said
    /// before.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>What stewards have said so far; one voice each.</summary>
    public IReadOnlyList<ReviewVote> Votes { get; init; } = [];
}

/// <summary>A steward's voice.</summary>
/// <param name="Steward">Who: a client's id, or <c>operator:name</c>.</param>
/// <param name="Reason">In the steward's words.</param>
public sealed record ReviewVote(string Steward, ReviewChoice Choice, string Reason, DateTimeOffset At);
