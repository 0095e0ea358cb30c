using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests;

/// <summary>The patient as the manifest names it.</summary>
public sealed record ManifestPatient
{
    /// <summary>PatientID with its issuer, the custodian's default authority where the object names none.</summary>
    public required PatientIdentifier Identifier { get; init; }

    /// <summary>PatientName as DICOM writes it: <c>family^given^middle^prefix^suffix</c>, groups parted by <c>=</c>.</summary>
    public string? Name { get; init; }

    public DateOnly? BirthDate { get; init; }

    /// <summary>M, F, O as written.</summary>
    public string? Sex { get; init; }

    /// <summary>Other Patient IDs (0010,1002) whose issuer is known, the main one left out.</summary>
    public IReadOnlyList<PatientIdentifier> Others { get; init; } = [];

    /// <summary>Whether anything is said of the patient beside the number.</summary>
    public bool SaysMore => Name is not null || BirthDate is not null || Sex is not null || Others.Count > 0;
}
