using System.Text.Json.Serialization;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Xds.Metadata;

/// <summary>Documents that belong together (TF-3 4.2.3.4).</summary>
public sealed record Folder
{
    public required string EntryUuid { get; init; }

    public string? LogicalId { get; init; }

    public string? Version { get; init; }

    public string? UniqueId { get; init; }

    public string? PatientId { get; init; }

    public IReadOnlyList<Code> Codes { get; init; } = [];

    public string? Title { get; init; }

    public string? Comments { get; init; }

    /// <summary>DTM in UTC; set by the registry.</summary>
    public string? LastUpdateTime { get; init; }

    public string? AvailabilityStatus { get; init; }

    public string? HomeCommunityId { get; init; }

    public bool LimitedMetadata { get; init; }

    public IReadOnlyList<Slot> ExtraSlots { get; init; } = [];

    /// <summary>The <see cref="PatientId"/> as a type; null where it is none.</summary>
    [JsonIgnore]
    public PatientIdentifier? Patient => PatientIdentifier.TryParseCx(PatientId, out var id) ? id : null;
}
