using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;

namespace HieImaging.Publisher.Publishing;

/// <summary>What a hospital says once about its archive and about the exchange.</summary>
internal sealed record PublishOptions
{
    /// <summary>DICOMweb root of the archive.</summary>
    public required Uri Archive { get; init; }

    /// <summary>Root of the node.</summary>
    public required Uri Node { get; init; }

    public required string Client { get; init; }

    /// <summary>File of the client's private JWK.</summary>
    public required string KeyFile { get; init; }

    public required string Participant { get; init; }

    /// <summary>Who gives out the archive's patient numbers.</summary>
    public required AssigningAuthority Authority { get; init; }

    /// <summary>Retrieve Location UID of the archive.</summary>
    public RetrieveLocationUid? Location { get; init; }

    public string? AeTitle { get; init; }

    /// <summary>The affinity domain's own numbers, asked by <c>$ihe-pix</c>; null: the hospital's own number is sent.</summary>
    public AssigningAuthority? PatientIdDomain { get; init; }

    /// <summary>SubmissionSet.sourceId.</summary>
    public required Oid SourceId { get; init; }

    /// <summary>Zone of the archive's times.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>The tag under which the archive's list says when a study last changed, where it does.</summary>
    public DicomTag? UpdatedTag { get; init; }

    public required string StateFile { get; init; }

    /// <summary>Key objects a second; null: as fast as the node takes them.</summary>
    public double? Rate { get; init; }

    /// <summary>Whether a refused study still ends with exit code 0.</summary>
    public bool KeepGoing { get; init; }
}
