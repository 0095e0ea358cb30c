using HieImaging.AffinityDomain.Participants;

namespace HieImaging.Manifests.DocumentEntries;

/// <summary>What a DocumentEntry and its SubmissionSet say that no key object knows.</summary>
public sealed record EntryFacts
{
    /// <summary>Codes of the affinity domain.</summary>
    public required StowCodes Codes { get; init; }

    /// <summary>The affinity domain's patient id as CX.</summary>
    public required string PatientId { get; init; }

    /// <summary>OID of the source system.</summary>
    public required string SourceId { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The author's institution: name and OID.</summary>
    public string? InstitutionName { get; init; }

    public string? InstitutionOid { get; init; }

    /// <summary>Zone of the times that the object writes without an offset.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>entryUUID of the document that this one replaces (RPLC); null: a new one.</summary>
    public string? Replaces { get; init; }
}
