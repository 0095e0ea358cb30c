namespace HieImaging.AffinityDomain.Messages;

/// <summary>Key objects of a bulk intake lie in the store, not yet registered. The Registry's own consumers register them.</summary>
public sealed record ManifestReceived
{
    /// <summary>The intake (<c>/manifests/{id}</c>) that it came with.</summary>
    public required Guid Intake { get; init; }

    /// <summary>The place of the first in that intake, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>How many, one after the other.</summary>
    public int Count { get; init; } = 1;
}
