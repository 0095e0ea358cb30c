namespace HieImaging.AffinityDomain.Participants;

/// <summary>An XDS repository of the participant's own: its uniqueId and its ITI-43 address.</summary>
public sealed record ParticipantRepository
{
    public required string UniqueId { get; init; }
    public string? Iti43 { get; init; }
}
