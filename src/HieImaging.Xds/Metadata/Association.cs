using System.Text.Json.Serialization;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>That one object belongs to, replaces, transforms or updates another (TF-3 4.2.2).</summary>
public sealed record Association
{
    public required string EntryUuid { get; init; }

    public string? LogicalId { get; init; }

    public string? Version { get; init; }

    /// <summary>An <see cref="AssociationType"/>.</summary>
    public required string Type { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    /// <summary><c>Original</c> or <c>Reference</c>; only of a SubmissionSet's HasMember.</summary>
    public string? SubmissionSetStatus { get; init; }

    /// <summary>The version that a HasMember of an update follows (ITI-57).</summary>
    public string? PreviousVersion { get; init; }

    /// <summary>OriginalStatus and NewStatus of an UpdateAvailabilityStatus (ITI-57).</summary>
    public string? OriginalStatus { get; init; }

    public string? NewStatus { get; init; }

    /// <summary>AssociationPropagation: <c>yes</c> or <c>no</c> (ITI-57).</summary>
    public string? Propagation { get; init; }

    /// <summary>Why a transformation was made.</summary>
    public Code? Documentation { get; init; }

    public string? AvailabilityStatus { get; init; }

    public string? HomeCommunityId { get; init; }

    public IReadOnlyList<Slot> ExtraSlots { get; init; } = [];

    [JsonIgnore]
    public bool IsMembership => Type == AssociationType.HasMember;

    /// <summary>RPLC or XFRM_RPLC.</summary>
    [JsonIgnore]
    public bool Replaces => AssociationType.Replaces(Type);
}
