namespace HieImaging.AffinityDomain.Participants;

/// <summary>Where images are: reached by DICOMweb, DIMSE or RAD-69. The broker connects to these addresses and to no others.</summary>
public sealed record ParticipantArchive
{
    /// <summary>Values of Retrieve Location UID (0040,E011) that mean this archive.</summary>
    public IReadOnlyList<string> RetrieveLocationUids { get; init; } = [];

    public bool Default { get; init; }

    /// <summary>DICOMweb root, <c>http://host:port/dicom-web</c>.</summary>
    public string? DicomWeb { get; init; }

    public DimseAddress? Dimse { get; init; }

    /// <summary>RAD-69 address.</summary>
    public string? Rad69 { get; init; }
}

/// <summary>An application entity: title, host and port.</summary>
public sealed record DimseAddress
{
    public required string AeTitle { get; init; }
    public required string Host { get; init; }
    public required int Port { get; init; }
}
