using System.Text.Json.Serialization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>What the registry knows of a document (TF-3 4.2.3.2); every text as received.</summary>
public sealed record DocumentEntry
{
    /// <summary>entryUUID: <c>urn:uuid:…</c>, or in a submission a symbolic id.</summary>
    public required string EntryUuid { get; init; }

    /// <summary>lid: the same for all versions; null in a first submission.</summary>
    public string? LogicalId { get; init; }

    /// <summary>VersionInfo/@versionName.</summary>
    public string? Version { get; init; }

    public string ObjectType { get; init; } = Vocabulary.ObjectType.StableDocument;

    public string? UniqueId { get; init; }

    /// <summary>The affinity domain's id as CX.</summary>
    public string? PatientId { get; init; }

    /// <summary>The department's own id as CX.</summary>
    public string? SourcePatientId { get; init; }

    /// <summary>sourcePatientInfo, line by line: <c>PID-5|Doe^John</c> (TF-3 4.2.3.2.23).</summary>
    public IReadOnlyList<string> SourcePatientInfo { get; init; } = [];

    /// <summary>A <see cref="Vocabulary.AvailabilityStatus"/>; null in a submission that gives none.</summary>
    public string? AvailabilityStatus { get; init; }

    public string? MimeType { get; init; }

    public Code? ClassCode { get; init; }

    public Code? TypeCode { get; init; }

    public Code? FormatCode { get; init; }

    public Code? FacilityTypeCode { get; init; }

    public Code? PracticeSettingCode { get; init; }

    public IReadOnlyList<Code> ConfidentialityCodes { get; init; } = [];

    public IReadOnlyList<Code> EventCodes { get; init; } = [];

    public IReadOnlyList<Author> Authors { get; init; } = [];

    /// <summary>XCN.</summary>
    public string? LegalAuthenticator { get; init; }

    /// <summary>DTM in UTC, <c>YYYY[MM[DD[hh[mm[ss]]]]]</c>, as the other two.</summary>
    public string? CreationTime { get; init; }

    public string? ServiceStartTime { get; init; }

    public string? ServiceStopTime { get; init; }

    public string? LanguageCode { get; init; }

    public string? Title { get; init; }

    public string? Comments { get; init; }

    /// <summary>referenceIdList: CXi as received; <see cref="ReferenceId"/> reads one.</summary>
    public IReadOnlyList<string> ReferenceIds { get; init; } = [];

    public string? RepositoryUniqueId { get; init; }

    /// <summary><c>urn:oid:…</c>.</summary>
    public string? HomeCommunityId { get; init; }

    /// <summary>SHA-1 in hexadecimal, as received.</summary>
    public string? Hash { get; init; }

    public long? Size { get; init; }

    public string? Uri { get; init; }

    /// <summary>documentAvailability (TF-3 4.2.3.2.30).</summary>
    public string? DocumentAvailability { get; init; }

    /// <summary>The source could not give all that is required (XDR, MHD Minimal).</summary>
    public bool LimitedMetadata { get; init; }

    /// <summary>Slots that the Technical Framework does not name; kept and given back.</summary>
    public IReadOnlyList<Slot> ExtraSlots { get; init; } = [];

    /// <summary>The <see cref="PatientId"/> as a type; null where it is none.</summary>
    [JsonIgnore]
    public PatientIdentifier? Patient => PatientIdentifier.TryParseCx(PatientId, out var id) ? id : null;

    /// <summary>The <see cref="SourcePatientId"/> as a type; null where it is none.</summary>
    [JsonIgnore]
    public PatientIdentifier? SourcePatient => PatientIdentifier.TryParseCx(SourcePatientId, out var id) ? id : null;

    /// <summary>SHA-1 of no bytes.</summary>
    private const string HashOfNothing = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

    [JsonIgnore]
    public bool IsOnDemand => ObjectType == Vocabulary.ObjectType.OnDemandDocument;

    /// <summary>The document is assembled when it is first retrieved; until then its size is 0 (TF-3 4.1.3, delayed assembly).</summary>
    [JsonIgnore]
    public bool IsDelayedAssembly => Size == 0 && HashOfNothing.Equals(Hash, StringComparison.OrdinalIgnoreCase);

    [JsonIgnore]
    public bool IsApproved => AvailabilityStatus == Vocabulary.AvailabilityStatus.Approved;
}
