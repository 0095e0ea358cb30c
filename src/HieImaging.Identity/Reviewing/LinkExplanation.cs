using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Reviewing;

/// <summary>Why two source identities are one person, or are not. Scores, rules and words of stewards; no value of a record.</summary>
public sealed record LinkExplanation
{
    public required string A { get; init; }
    public required string B { get; init; }

    /// <summary>Whether they are one person now.</summary>
    public required bool IsOnePerson { get; init; }

    /// <summary>From A to B by links and assertions, where they are one person by way of others that the steward may see.</summary>
    public IReadOnlyList<string> Way { get; init; } = [];

    /// <summary>What the records say by the model in force; null where one of them is not matched (inactive, given up, removed, held
    /// back).</summary>
    internal MatchDecision? Records { get; init; }

    /// <summary>The size of the exchange by which the cut was worked out.</summary>
    public double Population { get; init; }

    /// <summary>The latest first; those that were revoked too.</summary>
    public IReadOnlyList<ExplainedAssertion> Assertions { get; init; } = [];

    /// <summary>What became of their persons, the latest first.</summary>
    public IReadOnlyList<ExplainedChange> Changes { get; init; } = [];

    /// <summary>Items of the review queue about the two.</summary>
    public IReadOnlyList<ReviewItem> Reviews { get; init; } = [];
}

/// <summary>What a feed or a steward held of the two.</summary>
/// <param name="IsMust">One person; else never one.</param>
/// <param name="Origin"><c>feed</c> or <c>steward</c>.</param>
public sealed record ExplainedAssertion(
    bool IsMust, string Origin, string Actor, string? Reason, DateTimeOffset SaidAt, DateTimeOffset? RevokedAt, string? RevokedBy);

/// <summary>An entry of the append-only list of link decisions that names both, or parts them.</summary>
public sealed record ExplainedChange(long Decision, DateTimeOffset At, string Verb, string Rule, string? Model, string? Actor);
