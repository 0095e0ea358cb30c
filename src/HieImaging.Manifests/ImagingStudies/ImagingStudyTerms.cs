using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests.ImagingStudies;

/// <summary>What the registry knows that a submitted ImagingStudy refers to.</summary>
public sealed record ImagingStudyTerms
{
    /// <summary>Who may be meant where no authority is named.</summary>
    public required CustodianTerms Custodian { get; init; }

    /// <summary>The identifier of the source identity that the subject refers to (<c>Patient/s-…</c>); null: none such.</summary>
    public PatientIdentifier? Subject { get; init; }

    /// <summary>The custodian's Endpoints by logical id: their location; null: its default archive.</summary>
    public required IReadOnlyDictionary<string, RetrieveLocationUid?> Endpoints { get; init; }

    /// <summary>SOP Instance UID under which the document is registered.</summary>
    public required SopInstanceUid Document { get; init; }

    /// <summary>When it came: what it says is the latest from then on.</summary>
    public required DateTimeOffset Received { get; init; }
}
