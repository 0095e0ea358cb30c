namespace HieImaging.Identity.Reviewing;

/// <summary>Which item: two ids in their order, and what is doubtful.</summary>
public sealed record ReviewKey
{
    private ReviewKey(string low, string high, ReviewKind kind) => (Low, High, Kind) = (low, high, kind);

    public string Low { get; }

    public string High { get; }

    public ReviewKind Kind { get; }

    /// <summary>Of a record alone: an overlay, or one that has more candidates than can be compared.</summary>
    public bool IsOfOne => Low == High;

    /// <summary>Null where the two are no pair of source identities; an overlay is of one.</summary>
    public static ReviewKey? Of(string a, string b, ReviewKind kind) =>
        (a == b) == (kind == ReviewKind.Overlay) ? OfItem(a, b, kind) : null;

    /// <summary>Of an item of the queue, which may be of a record alone.</summary>
    public static ReviewKey? OfItem(string a, string b, ReviewKind kind)
    {
        var isOfOne = a == b;
        if (!IsSource(a) || !IsSource(b) || (isOfOne && kind == ReviewKind.Contradiction) || (!isOfOne && kind == ReviewKind.Overlay))
            return null;
        return string.CompareOrdinal(a, b) <= 0 ? new ReviewKey(a, b, kind) : new ReviewKey(b, a, kind);
    }

    // base32 of 128 bits
    private static bool IsSource(string id) =>
        id.Length == 28 && id.StartsWith("s-", StringComparison.Ordinal)
        && id.Skip(2).All(one => char.IsAsciiLetterLower(one) || one is >= '2' and <= '7');
}
