namespace HieImaging.Manifests;

/// <summary>
/// A code of a coding scheme with its meaning (PS3.3 8.8). The scheme is the designator as DICOM writes it: DCM, SCT, SRT, 99IHE.
/// </summary>
public sealed record CodedConcept(string Value, string Scheme, string Meaning)
{
    /// <summary>Same code and scheme, whatever the meaning says.</summary>
    public bool Is(string value, string scheme) =>
        string.Equals(Value, value, StringComparison.Ordinal) && string.Equals(Scheme, scheme, StringComparison.Ordinal);
}
