using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests;

/// <summary>What one key object says about one study, in no encoding. A key object that names two studies is two manifests.</summary>
public sealed record Manifest
{
    /// <summary>SOP Instance UID of the key object.</summary>
    public required SopInstanceUid KeyObject { get; init; }

    /// <summary>Document title, as written.</summary>
    public required CodedConcept Title { get; init; }

    public required ManifestRole Role { get; init; }

    /// <summary>Content date and time (0008,0023), (0008,0033).</summary>
    public Moment? Content { get; init; }

    /// <summary>
    /// Instance creation date and time (0008,0012), (0008,0013): the creationTime of its DocumentEntry; null: the content's.
    /// </summary>
    public Moment? Created { get; init; }

    /// <summary>Study Instance UID of the key object itself; it need not be the study that it speaks of.</summary>
    public StudyInstanceUid? OwnStudy { get; init; }

    public required ManifestPatient Patient { get; init; }

    public required ManifestStudy Study { get; init; }
}
