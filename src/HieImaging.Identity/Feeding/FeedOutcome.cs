using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Feeding;

/// <summary>What became of a word; each is a success to its sender, for the word is kept.</summary>
/// <param name="Result">How it changed what is known.</param>
/// <param name="Source">The source identity as it stands now.</param>
/// <param name="Touched">Sources about which something changed: what has to be linked again.</param>
internal sealed record FeedOutcome(FeedResult Result, SourceIdentity Source, IReadOnlyList<string> Touched);

internal enum FeedResult
{
    /// <summary>The number was not known, or had been removed.</summary>
    Created,

    /// <summary>It is what is said of the number now.</summary>
    Revised,

    /// <summary>Said before, or older than what is said now: kept, nothing changes.</summary>
    Unchanged,

    /// <summary>The number was given up for another: kept under it, the survivor answers.</summary>
    Subsumed,

    /// <summary>It speaks of wholly another patient: kept aside until a steward decides.</summary>
    Quarantined,

    /// <summary>The number is its source's no more.</summary>
    Removed,
}
