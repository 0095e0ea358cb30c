namespace HieImaging.AffinityDomain.Participants;

/// <summary>
/// An XDS repository of the participant's own: what it registers by ITI-42 is fetched from there, and from no other address.
/// </summary>
public sealed record ParticipantRepository
{
    /// <summary>DocumentEntry.repositoryUniqueId of what lies there.</summary>
    public required string UniqueId { get; init; }

    /// <summary>Its ITI-43 address; null: nothing can be registered that lies there.</summary>
    public string? Iti43 { get; init; }
}
