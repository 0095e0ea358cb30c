using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>The patient module of a key object (PS3.3 C.7.1.1).</summary>
internal static class PatientReader
{
    // three groups of 64 characters (PS3.5 table 6.2-1), and a good deal more for those who don't count
    private const int LongestName = 1024;

    public static (ManifestPatient? Patient, ManifestRefusal? Refusal) Read(DicomDataset dataset, CustodianTerms terms)
    {
        if (dataset.GetString(DicomTag.PatientID) is not { } value || value.Trim().Length == 0)
            return (null, new ManifestRefusal(ManifestRefusal.NoPatient, "Patient ID (0010,0020) is missing or empty."));
        if (!IsWhole(dataset))
            return (null, new ManifestRefusal(
                ManifestRefusal.NoPatient, "Patient ID (0010,0020) is not one value of readable characters."));

        if (dataset.GetString(DicomTag.PatientName) is { Length: > LongestName })
            return (null, new ManifestRefusal(
                ManifestRefusal.NoPatient, $"Patient's Name (0010,0010) is longer than {LongestName} characters."));

        AssigningAuthority authority;
        if (!NamesIssuer(dataset))
        {
            // DICOM leaves the issuer out nearly always: the registration supplies it, or nobody can.
            if (terms.DefaultAuthority is not { } @default)
                return (null, new ManifestRefusal(
                    ManifestRefusal.NoAuthority, "Patient ID has no issuer (0010,0024) and the custodian has no default authority."));
            authority = @default;
        }
        else if (IssuerOf(dataset, terms) is { } issuer)
        {
            authority = issuer;
        }
        else
        {
            return (null, new ManifestRefusal(ManifestRefusal.UnknownAuthority,
                "The issuer of Patient ID, (0010,0024) or (0010,0021), is neither an OID nor a registered name."));
        }

        if (!PatientIdentifier.TryCreate(authority, value, out var identifier))
            return (null, new ManifestRefusal(
                ManifestRefusal.NoPatient, "Patient ID (0010,0020) is longer than 256 characters or holds control characters."));
        return (new ManifestPatient
        {
            Identifier = identifier,
            Name = NameOf(dataset),
            BirthDate = dataset.GetDate(DicomTag.PatientBirthDate),
            Sex = PlainText.Of(dataset.GetString(DicomTag.PatientSex)),
            Others = [.. Others(dataset, terms).Where(other => other != identifier).Distinct()],
        }, null);
    }

    // A number is never mended: cut at a backslash, or with a blank for what could not be decoded, it may be somebody else's.
    private static bool IsWhole(DicomDataset item) => item.GetStrings(DicomTag.PatientID) is [var only]
        && !only.AsSpan().ContainsAny('\ufffd', '\ufffe', '\uffff') && !only.Any(char.IsControl);

    private static string? NameOf(DicomDataset dataset) =>
        PlainText.Of(dataset.GetString(DicomTag.PatientName)) is { } name && name.Trim('^', '=', ' ').Length > 0 ? name : null;

    private static IEnumerable<PatientIdentifier> Others(DicomDataset dataset, CustodianTerms terms)
    {
        foreach (var item in dataset.GetSequence(DicomTag.OtherPatientIDsSequence).Take(100))
        {
            if (IssuerOf(item, terms) is { } issuer && IsWhole(item)
                && PatientIdentifier.TryCreate(issuer, item.GetString(DicomTag.PatientID), out var other))
                yield return other;
        }
    }

    private static bool NamesIssuer(DicomDataset item) =>
        PlainText.Of(item.GetString(DicomTag.IssuerOfPatientID)) is not null || Qualifiers(item) is not null;

    // The qualifiers' universal id wins over the local name (PS3.3 10.15).
    private static AssigningAuthority? IssuerOf(DicomDataset item, CustodianTerms terms)
    {
        if (Qualifiers(item) is { } universal)
            return AssigningAuthority.TryParse(universal, out var qualified) ? qualified : terms.AuthorityNamed(universal);
        if (PlainText.Of(item.GetString(DicomTag.IssuerOfPatientID)) is not { } name)
            return null;
        return terms.AuthorityNamed(name) ?? (AssigningAuthority.TryParse(name, out var authority) ? authority : null);
    }

    private static string? Qualifiers(DicomDataset item) =>
        PlainText.Of(item.GetFirstItem(DicomTag.IssuerOfPatientIDQualifiersSequence)?.GetString(DicomTag.UniversalEntityID));
}
