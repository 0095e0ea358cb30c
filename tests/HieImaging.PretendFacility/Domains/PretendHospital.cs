using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.PretendFacility.Domains;

/// <summary>A hospital of a pretended affinity domain: its number in the domain gives it its OIDs, its id the names of its clients.</summary>
/// <param name="Id">Participant id: lower-case letters, digits, hyphens.</param>
/// <param name="Number">From 1; the last arc of all its OIDs.</param>
/// <param name="DicomWeb">DICOMweb root of its archive; null where it has none.</param>
/// <param name="Iti43">ITI-43 address of a repository of its own; null where it has none.</param>
public sealed record PretendHospital(string Id, int Number, string? DicomWeb, string? Iti43 = null)
{
    private const string Arc = "1.3.6.1.4.1.21367.13";

    public string Name => char.ToUpperInvariant(Id[0]) + Id[1..] + " Hospital";

    public string Oid => $"{Arc}.80.{Number}";

    /// <summary>OID of <see cref="Authority"/>, where it is a given one.</summary>
    public string? GivenAuthority { get; init; }

    /// <summary>Scopes that its PACS has beside the usual.</summary>
    public IReadOnlyList<string> FurtherScopes { get; init; } = [];

    /// <summary>Who gives out its patients' numbers.</summary>
    public AssigningAuthority Authority => AssigningAuthority.Parse(GivenAuthority ?? $"{Arc}.20.{Number}");

    public string AccessionAuthority => $"{Arc}.20.{Number}.1";

    /// <summary>Retrieve Location UID of its archive.</summary>
    public string RetrieveLocationUid => $"{Arc}.80.{Number}.10";

    /// <summary>Of the repository of its own.</summary>
    public string RepositoryUniqueId => $"{Arc}.71.{1000 + Number}";

    /// <summary>SubmissionSet.sourceId of what it publishes.</summary>
    public string SourceId => $"{Arc}.60.{Number}";

    /// <summary>Publishes and withdraws manifests.</summary>
    public string Pacs => Id + "-pacs";

    /// <summary>Feeds its patients.</summary>
    public string Adt => Id + "-adt";

    /// <summary>Namespace of its numbers in HL7 v2.</summary>
    public string Namespace => Id.ToUpperInvariant();

    /// <summary>MSH-3 and MSH-4 of its ADT system.</summary>
    public (string Application, string Facility) Sender => ("ADT", Namespace.Replace("-", "", StringComparison.Ordinal));

    /// <summary>SHA-256 of its ADT system's certificate; null where it shows none.</summary>
    public string? AdtCertificate { get; init; }

    /// <summary>Searches and retrieves for treatment.</summary>
    public string Ehr => Id + "-ehr";

    public PatientIdentifier Patient(string number) => PatientIdentifier.Create(Authority, number);

    public IReadOnlyList<string> Clients => [Pacs, Adt, Ehr];
}
