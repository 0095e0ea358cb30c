namespace HieImaging.Identity.Matching;

/// <summary>What is decided of two source identities.</summary>
internal abstract record LinkDecision
{
    private LinkDecision() { }

    /// <summary>One person.</summary>
    public sealed record Linked(Corroboration Evidence) : LinkDecision;

    /// <summary>Perhaps one person: for a human to decide, no link meanwhile.</summary>
    public sealed record Doubtful(Corroboration Evidence, string Reason) : LinkDecision;

    /// <summary>Positively not one person: never to be joined, not by way of a third either.</summary>
    public sealed record Distinct(string Reason) : LinkDecision;

    /// <summary>Nothing says that they are one person.</summary>
    public sealed record Unknown : LinkDecision;
}
