namespace HieImaging.AffinityDomain.Messages;

/// <summary>A key object of a bulk intake lies in the store, not yet registered. The Registry's own consumers register it.</summary>
public sealed record ManifestReceived
{
    /// <summary>The intake (<c>/manifests/{id}</c>) that it came with.</summary>
    public required Guid Intake { get; init; }

    /// <summary>Its place in that intake, from 0.</summary>
    public required int Position { get; init; }
}
