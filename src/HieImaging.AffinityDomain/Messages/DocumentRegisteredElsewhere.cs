namespace HieImaging.AffinityDomain.Messages;

/// <summary>
/// A document was registered (ITI-42) that lies in a repository of its hospital. The Registry's own consumer fetches it there, and its
/// studies are found.
/// </summary>
public sealed record DocumentRegisteredElsewhere
{
    /// <summary>entryUUID.</summary>
    public required string DocumentEntry { get; init; }
}
