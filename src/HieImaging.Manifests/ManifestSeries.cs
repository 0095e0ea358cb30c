using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests;

/// <summary>A series: what is known of it, where its instances are, and which they are.</summary>
public sealed record ManifestSeries
{
    public required SeriesInstanceUid Uid { get; init; }

    /// <summary>As named, or derived from the SOP class where the key object names none.</summary>
    public string? Modality { get; init; }

    public int? Number { get; init; }
    public string? Description { get; init; }

    /// <summary>Body Part Examined (0018,0015), as written.</summary>
    public string? BodyPart { get; init; }

    /// <summary>Anatomic region as a code (CID 4, CID 4031).</summary>
    public CodedConcept? Region { get; init; }

    public Moment? Started { get; init; }

    /// <summary>Every place that was named for it, none twice; empty when the key object names none.</summary>
    public IReadOnlyList<SeriesLocation> Locations { get; init; } = [];

    public required IReadOnlyList<ManifestInstance> Instances { get; init; }
}

/// <summary>Where a series was said to be. The URL is what was received: data, never an address to connect to.</summary>
/// <param name="Uid">Retrieve Location UID (0040,E011).</param>
/// <param name="AeTitle">Retrieve AE Title (0008,0054).</param>
/// <param name="Url">Retrieve URL (0008,1190).</param>
public sealed record SeriesLocation(RetrieveLocationUid? Uid, string? AeTitle, string? Url);

/// <summary>One instance.</summary>
/// <param name="SopClass">SOP Class UID (0008,1150).</param>
/// <param name="Number">Instance Number.</param>
/// <param name="Frames">Number of frames of a multi-frame object.</param>
/// <param name="Title">Document title of a referenced key object or report.</param>
public sealed record ManifestInstance(SopInstanceUid Uid, string SopClass, int? Number = null, int? Frames = null, string? Title = null);
