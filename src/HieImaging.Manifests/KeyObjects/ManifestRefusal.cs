namespace HieImaging.Manifests.KeyObjects;

/// <summary>Why an object is no manifest that can be registered. The text names attributes, never their values.</summary>
/// <param name="Code">One of the constants of this record: stable, lower case, for machines.</param>
public sealed record ManifestRefusal(string Code, string Text)
{
    /// <summary>Not a readable DICOM file.</summary>
    public const string NotDicom = "not-dicom";

    /// <summary>SOP class is not Key Object Selection Document Storage, or there are pixels.</summary>
    public const string NotKeyObject = "not-key-object";

    /// <summary>No title, or one that is not a code.</summary>
    public const string NoTitle = "no-title";

    /// <summary>A UID is missing or malformed.</summary>
    public const string BadUid = "bad-uid";

    /// <summary>No PatientID, or a patient module that cannot be trusted to name one patient.</summary>
    public const string NoPatient = "no-patient";

    /// <summary>PatientID without an issuer, and the custodian has no default authority.</summary>
    public const string NoAuthority = "no-authority";

    /// <summary>PatientID with an issuer that is neither an OID nor a registered name.</summary>
    public const string UnknownAuthority = "unknown-authority";

    /// <summary>No evidence: it references no instance.</summary>
    public const string NoEvidence = "no-evidence";

    /// <summary>An ImagingStudy without an instance, or an instance without its SOP class: nothing of it could be retrieved.</summary>
    public const string NoInstances = "no-instances";

    /// <summary>An Endpoint that is none of the custodian's.</summary>
    public const string UnknownEndpoint = "unknown-endpoint";

    /// <summary>More references, or more studies, than the bound.</summary>
    public const string TooMany = "too-many-references";

    /// <summary>
    /// One SOP Instance UID under two studies, two series or with two SOP classes; or evidence that leaves out the key object's own study.
    /// </summary>
    public const string Contradiction = "contradictory-reference";
}
