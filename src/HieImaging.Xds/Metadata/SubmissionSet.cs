using System.Text.Json.Serialization;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Xds.Metadata;

/// <summary>What was submitted at once, by whom and for whom (TF-3 4.2.3.3).</summary>
public sealed record SubmissionSet
{
    /// <summary>entryUUID: <c>urn:uuid:…</c>, or in a submission a symbolic id.</summary>
    public required string EntryUuid { get; init; }

    public string? UniqueId { get; init; }

    /// <summary>The OID of the source system.</summary>
    public string? SourceId { get; init; }

    public string? PatientId { get; init; }

    /// <summary>DTM in UTC.</summary>
    public string? SubmissionTime { get; init; }

    public Code? ContentTypeCode { get; init; }

    public IReadOnlyList<Author> Authors { get; init; } = [];

    /// <summary>XON|XCN|XTN as received.</summary>
    public IReadOnlyList<string> IntendedRecipients { get; init; } = [];

    public string? AvailabilityStatus { get; init; }

    public string? Title { get; init; }

    public string? Comments { get; init; }

    public string? HomeCommunityId { get; init; }

    public bool LimitedMetadata { get; init; }

    public IReadOnlyList<Slot> ExtraSlots { get; init; } = [];

    /// <summary>The <see cref="PatientId"/> as a type; null where it is none.</summary>
    [JsonIgnore]
    public PatientIdentifier? Patient => PatientIdentifier.TryParseCx(PatientId, out var id) ? id : null;
}
