namespace HieImaging.Wire;

/// <summary>What came over the wire is larger, deeper or more than a door takes (HTTP: 413).</summary>
public sealed class BoundsExceededException(string bound, long limit) : Exception($"More than {limit} {bound}.")
{
    /// <summary>What was too much, in words: <c>parts</c>, <c>bytes in a part</c>, <c>levels of elements</c>.</summary>
    public string Bound { get; } = bound;

    /// <summary>How much was allowed.</summary>
    public long Limit { get; } = limit;
}
