namespace HieImaging.Identity.Merging;

/// <summary>What a source said of two of its numbers, for good: the original that <see cref="MergeLedger"/> reads.</summary>
/// <param name="Id">Names the event in the ledger's answer.</param>
/// <param name="SaidAt">When the source says that it happened: the order, whatever came first (identity.md 8).</param>
/// <param name="Digest">Of what was said: the order of two that were said at one instant.</param>
internal abstract record MergeEvent(string Id, DateTimeOffset SaidAt, string Digest)
{
    /// <summary>A40, or FHIR's replaced-by: one number is given up for the other.</summary>
    internal sealed record Merged(string Id, DateTimeOffset SaidAt, string Digest, string Subsumed, string Survivor)
        : MergeEvent(Id, SaidAt, Digest)
    {
        /// <summary>A47: the same record under a new number, which need not have been registered.</summary>
        public bool Renumbered { get; init; }
    }

    /// <summary>A37: the two are not one after all.</summary>
    internal sealed record Unlinked(string Id, DateTimeOffset SaidAt, string Digest, string One, string Other)
        : MergeEvent(Id, SaidAt, Digest);

    /// <summary>The number is not the source's any more, until it is registered anew.</summary>
    internal sealed record Removed(string Id, DateTimeOffset SaidAt, string Digest, string Number) : MergeEvent(Id, SaidAt, Digest);

    /// <summary>A word that registers it; only after a removal does it matter when.</summary>
    internal sealed record Registered(string Id, DateTimeOffset SaidAt, string Digest, string Number) : MergeEvent(Id, SaidAt, Digest);
}
