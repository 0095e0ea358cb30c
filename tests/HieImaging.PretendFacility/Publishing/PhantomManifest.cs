using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Manifests;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;

namespace HieImaging.PretendFacility.Publishing;

/// <summary>The manifest of a phantom study as its hospital would write it.</summary>
public static class PhantomManifest
{
    /// <param name="keyObject">SOP Instance UID of the key object; a new version of a manifest has a new one.</param>
    public static Manifest Of(PretendHospital hospital, PhantomStudy study, SopInstanceUid keyObject) => new()
    {
        KeyObject = keyObject,
        Title = ManifestTitle.Manifest,
        Role = ManifestRole.Manifest,
        Content = Moment(study.Started.AddHours(1)),
        Patient = new()
        {
            Identifier = hospital.Patient(study.PatientId),
            Name = study.Person.Name,
            BirthDate = study.Person.Born,
            Sex = study.Person.Sex,
        },
        Study = new()
        {
            Uid = StudyInstanceUid.Parse(study.StudyUid),
            Started = Moment(study.Started),
            Accessions = [new(study.Accession, AssigningAuthority.Parse(hospital.AccessionAuthority))],
            Description = study.Description,
            StudyId = study.Accession,
            Series = [.. study.Series.Select((series, index) => Series(hospital, study, series, index))],
        },
    };

    /// <summary>A new key object of the study.</summary>
    public static Manifest Of(PretendHospital hospital, PhantomStudy study) => Of(hospital, study, SopInstanceUid.Parse(DicomUID.New().UID));

    private static ManifestSeries Series(PretendHospital hospital, PhantomStudy study, PhantomSeries series, int index) => new()
    {
        Uid = SeriesInstanceUid.Parse(study.SeriesUid(index)),
        Modality = series.Modality,
        Number = index + 1,
        Description = series.Description,
        Locations = [new(RetrieveLocationUid.Parse(hospital.RetrieveLocationUid), hospital.Id.ToUpperInvariant(), null)],
        Instances = [.. Enumerable.Range(0, series.Instances)
            .Select(instance => new ManifestInstance(SopInstanceUid.Parse(study.SopUid(index, instance)), series.SopClass.UID, instance + 1))],
    };

    private static Moment Moment(DateTime local) => new(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), null);
}
