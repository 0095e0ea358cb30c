using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Dicom;

namespace HieImaging.Registry.Querying;

/// <summary>
/// Under which number a patient is answered: the one that was asked by; else one of the caller's own authorities; else the number that
/// the study was filed under, as a CX that carries its authority, so that a client which drops the issuer and asks again by the bare
/// number never meets another patient of its own (docs/decisions/0022).
/// </summary>
internal static class ShownPatient
{
    /// <param name="filed">The study's own source patient, or what its number was given up for.</param>
    /// <param name="known">Numbers of the same person of the caller's authorities, in order; only where the caller may know of the
    /// link.</param>
    /// <param name="own">The caller's authorities.</param>
    public static (string Number, AssigningAuthority Authority) Of(
        PatientIdentifier filed, IReadOnlyList<PatientIdentifier> known, IReadOnlyCollection<string> own, AskedPatient? asked)
    {
        if (asked?.Identifier is { } meant)
            return (asked.Number, meant.Authority);
        var mine = own.Contains(filed.Authority.Oid.Text) ? known.Prepend(filed).ToList() : known;
        if (asked is not null && ValueMatch.TryRead(DicomTag.PatientID, asked.Number, out var match)
            && mine.FirstOrDefault(number => match.Holds([number.Value])) is { Value.Length: > 0 } matching)
            return (matching.Value, matching.Authority);
        return mine.Count > 0 ? (mine[0].Value, mine[0].Authority) : (filed.Cx, filed.Authority);
    }

    /// <summary>Patient ID with its issuer, by namespace where the domain has one and by OID (PS3.3 C.7.1.1).</summary>
    public static void Write(DicomDataset into, string number, AssigningAuthority authority, Domain domain)
    {
        into.AddOrUpdate(DicomTag.PatientID, number);
        into.AddOrUpdate(DicomTag.IssuerOfPatientID, domain.Authority(authority)?.Namespace ?? authority.Oid.Text);
        into.AddOrUpdate(DicomTag.IssuerOfPatientIDQualifiersSequence, Issuer(authority));
    }

    public static DicomDataset Issuer(AssigningAuthority authority) => new()
    {
        { DicomTag.UniversalEntityID, authority.Oid.Text },
        { DicomTag.UniversalEntityIDType, "ISO" },
    };
}
