using HieImaging.AffinityDomain.Messages;

namespace HieImaging.RecordLocator.Studies;

/// <summary>A study of one custodian and one source patient, as all live manifests together say.
/// One writer: Registry (Registering/RegisterSubmission).</summary>
public sealed record RegisteredStudy
{
    /// <summary>Logical id of the ImagingStudy (<see cref="Keys.ResourceIds.Study"/>).</summary>
    public required string Id { get; init; }

    /// <summary>Counts registry content from 1; a link or an unlink never changes it.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>Withdrawn: gone from search and retrieval, its history kept.</summary>
    public bool Deleted { get; init; }

    public required string StudyInstanceUid { get; init; }

    /// <summary>The participant that holds the images.</summary>
    public required string Custodian { get; init; }

    /// <summary><c>s-…</c>, for ever.</summary>
    public required string Subject { get; init; }

    /// <summary>ImagingStudy.status: <c>available</c>, or <c>entered-in-error</c> when withdrawn.</summary>
    public required string Status { get; init; }

    /// <summary>The interval that ImagingStudy.started means; both null when unknown.</summary>
    public DateTimeOffset? StartedFrom { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? StartedTo { get; init; }

    public required IReadOnlyList<string> Modalities { get; init; }

    /// <summary>Each accession twice: <c>value</c> and <c>system|value</c>.</summary>
    public required IReadOnlyList<string> Accessions { get; init; }

    public required IReadOnlyList<string> RetrieveLocationUids { get; init; }
    public required IReadOnlyList<string> EndpointIds { get; init; }

    /// <summary>Security labels, <c>system|code</c>.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    public required StudyRoutes Routes { get; init; }

    /// <summary>Sameness of what the live manifests say (records compare lists by reference).</summary>
    public required byte[] FoldDigest { get; init; }

    /// <summary>The ImagingStudy as it is answered: canonical JSON, UTF-8.</summary>
    public required byte[] ImagingStudy { get; init; }

    /// <summary>What is told after the transaction: registered, or withdrawn.</summary>
    public object Announcement() => Deleted
        ? new StudyWithdrawn
        {
            Id = Id, StudyInstanceUid = StudyInstanceUid, Custodian = Custodian, Subject = Subject,
            Version = Version, WithdrawnAt = LastUpdated,
        }
        : new StudyRegistered
        {
            Id = Id, StudyInstanceUid = StudyInstanceUid, Custodian = Custodian, Subject = Subject,
            RetrieveLocationUids = RetrieveLocationUids, Version = Version, RegisteredAt = LastUpdated,
        };
}
