namespace HieImaging.Identity.Linking;

/// <summary>Two source identities that a human is to look at.</summary>
/// <param name="Low">The lower id; both are one where a record is doubtful by itself.</param>
/// <param name="Reason">In words that a table keeps; no value of the records.</param>
internal sealed record Doubt(string Low, string High, DoubtKind Kind, string Reason)
{
    public static Doubt Of(string one, string other, DoubtKind kind, string reason) =>
        string.CompareOrdinal(one, other) <= 0 ? new Doubt(one, other, kind, reason) : new Doubt(other, one, kind, reason);
}

internal enum DoubtKind
{
    /// <summary>Perhaps one person.</summary>
    Pair,

    /// <summary>Held to be one person by one way and to be two by another.</summary>
    Contradiction,
}

/// <summary>Why, where the pair itself does not say.</summary>
internal static class DoubtReason
{
    public const string MemberForbids = "a member of the other person contradicts";
    public const string TwoAlike = "two candidates are alike, and they are two";
    public const string MustAndCannot = "asserted to be one and to be two";
    public const string Overflow = "more candidates than can be compared";
    public const string TooLarge = "more records hang together than a person has";
}
