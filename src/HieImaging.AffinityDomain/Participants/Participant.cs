namespace HieImaging.AffinityDomain.Participants;

/// <summary>A member of the exchange, as the affinity-domain file registers it.</summary>
public sealed record Participant
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>The organization's OID; null for one that never owns documents.</summary>
    public string? Oid { get; init; }

    public IReadOnlyList<ParticipantKind> Kinds { get; init; } = [];

    /// <summary>IANA zone of the times that its archives write without an offset; null: such times stay dates.</summary>
    public string? TimeZone { get; init; }

    /// <summary>SubmissionSet.sourceId values that mean this participant.</summary>
    public IReadOnlyList<string> SourceIds { get; init; } = [];

    /// <summary>Code values of document titles that are manifests when this participant sends them, beside the standard's own.</summary>
    public IReadOnlyList<string> ManifestTitles { get; init; } = [];

    /// <summary>OID of who gives out its accession numbers where the object names no issuer.</summary>
    public string? AccessionAuthority { get; init; }

    public IReadOnlyList<ParticipantRepository> Repositories { get; init; } = [];
    public IReadOnlyList<ParticipantArchive> Archives { get; init; } = [];
    public IReadOnlyList<ParticipantClient> Clients { get; init; } = [];

    public bool Is(ParticipantKind kind) => Kinds.Contains(kind);

    /// <summary>The archive that answers for images whose location is absent: the one marked default, else the only one,
    /// else none.</summary>
    public ParticipantArchive? DefaultArchive =>
        Archives.FirstOrDefault(archive => archive.Default) ?? (Archives.Count == 1 ? Archives[0] : null);
}
