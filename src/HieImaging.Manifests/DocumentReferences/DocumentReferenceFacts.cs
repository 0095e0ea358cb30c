namespace HieImaging.Manifests.DocumentReferences;

/// <summary>What the DocumentReference says that the DocumentEntry does not.</summary>
public sealed record DocumentReferenceFacts
{
    public required string Id { get; init; }
    public required int Version { get; init; }
    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset? Submitted { get; init; }

    /// <summary><c>Patient/s-…</c> of the entry's patientId; null where that is no identifier.</summary>
    public string? Subject { get; init; }

    /// <summary><c>Organization/…</c> of the custodian.</summary>
    public string? Custodian { get; init; }

    /// <summary>Where the document is had (ITI-68).</summary>
    public required string ContentUrl { get; init; }

    /// <summary>Associations that begin here: an <see cref="Xds.Vocabulary.AssociationType"/> and the logical id of the target.</summary>
    public IReadOnlyList<(string Type, string Target)> Associations { get; init; } = [];
}
