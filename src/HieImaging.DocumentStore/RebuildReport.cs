namespace HieImaging.DocumentStore;

/// <summary>What a rebuild of derived tables found.</summary>
/// <param name="What">What was derived: <c>studies</c>.</param>
/// <param name="Compared">How many there are.</param>
/// <param name="Different">Ids of those that were not as they must be.</param>
public sealed record RebuildReport(string What, long Compared, IReadOnlyList<string> Different)
{
    /// <summary>For an operator: counts, and the first ids.</summary>
    public override string ToString() => Different.Count == 0
        ? $"{What}: {Compared} compared, all as derived"
        : $"{What}: {Compared} compared, {Different.Count} differ: {string.Join(" ", Different.Take(5))}{(Different.Count > 5 ? " …" : "")}";
}
