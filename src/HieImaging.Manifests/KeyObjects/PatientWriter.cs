using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>The patient module of a key object, always with the issuer's OID (PS3.3 10.15).</summary>
internal static class PatientWriter
{
    public static void Put(DicomDataset dataset, ManifestPatient patient)
    {
        dataset.AddOrUpdate(DicomTag.PatientName, patient.Name is null ? [] : [patient.Name]);
        dataset.Add(DicomTag.PatientID, patient.Identifier.Value);
        dataset.Add(DicomTag.IssuerOfPatientIDQualifiersSequence, Issuer(patient.Identifier.Authority));
        if (patient.BirthDate is { } born)
            dataset.AddOrUpdate(DicomTag.PatientBirthDate, born);
        else
            dataset.AddOrUpdate(DicomTag.PatientBirthDate, Array.Empty<string>());
        dataset.AddOrUpdate(DicomTag.PatientSex, patient.Sex is null ? [] : [patient.Sex]);
        if (patient.Others.Count == 0)
            return;
        dataset.AddOrUpdate(DicomTag.OtherPatientIDsSequence, patient.Others.Select(other => new DicomDataset
        {
            { DicomTag.PatientID, other.Value },
            { DicomTag.TypeOfPatientID, "TEXT" },
            { DicomTag.IssuerOfPatientIDQualifiersSequence, Issuer(other.Authority) },
        }));
    }

    public static DicomDataset Issuer(AssigningAuthority authority) => new()
    {
        { DicomTag.UniversalEntityID, authority.Oid.Text },
        { DicomTag.UniversalEntityIDType, "ISO" },
    };
}
