using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Dicom;
using HieImaging.Manifests;

namespace HieImaging.Registry.Querying;

/// <summary>
/// What the live manifests of a study say becomes attributes (PS3.18 tables 10.6.3-3 to -5). What they do not say is empty where the
/// tables ask for it, and absent elsewhere.
/// </summary>
/// <param name="united">All live manifests together.</param>
/// <param name="custodian">Who holds the images.</param>
/// <param name="root">The custodian's DICOMweb address at this node.</param>
internal sealed class StudyAttributes(UnitedStudy united, string custodian, string root, Domain domain, ArchivesNow archives)
{
    private readonly string _url = $"{root}/studies/{united.Study.Uid.Text}";

    private readonly HashSet<SopInstanceUid> _online =
        [.. united.Places.Where(place => archives.Answers(custodian, place.Location)).SelectMany(place => place.Instances)];

    /// <param name="shown">Under which number the patient is answered.</param>
    /// <param name="query">Of several accession numbers, the one that is asked for is answered.</param>
    public QueriedStudy Of((string Number, AssigningAuthority Authority) shown, ObjectQuery query)
    {
        var study = united.Study;
        var attributes = new DicomDataset
        {
            { DicomTag.SpecificCharacterSet, "ISO_IR 192" },
            { DicomTag.ModalitiesInStudy, [.. study.Modalities] },
            { DicomTag.SOPClassesInStudy, [.. study.Series.SelectMany(series => series.Instances).Select(one => one.SopClass).Distinct()] },
            { DicomTag.InstanceAvailability, Availability(study.Series.SelectMany(series => series.Instances)) },
            { DicomTag.RetrieveURL, _url },
            { DicomTag.StudyInstanceUID, study.Uid.Text },
            { DicomTag.StudyID, Text(study.StudyId) },
            { DicomTag.StudyDescription, Text(study.Description) },
            { DicomTag.ReferringPhysicianName, Text(study.ReferringPhysician) },
            { DicomTag.NumberOfStudyRelatedSeries, study.Series.Count },
            { DicomTag.NumberOfStudyRelatedInstances, study.InstanceCount },
        };
        Write(attributes, study.Started, DicomTag.StudyDate, DicomTag.StudyTime);
        if (study.Started?.OffsetMinutes is { } minutes)
            attributes.AddOrUpdate(DicomTag.TimezoneOffsetFromUTC, string.Create(
                CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}{Math.Abs(minutes) % 60:00}"));
        WriteAccession(attributes, query);
        WritePatient(attributes, shown);
        if (study.Procedure is { } procedure)
            attributes.AddOrUpdate(DicomTag.ProcedureCodeSequence, Concept(procedure));
        return new QueriedStudy(attributes, [.. study.Series.Select(Series)]);
    }

    private QueriedSeries Series(ManifestSeries series)
    {
        var attributes = new DicomDataset
        {
            { DicomTag.Modality, Text(series.Modality) },
            { DicomTag.SeriesDescription, Text(series.Description) },
            { DicomTag.SeriesInstanceUID, series.Uid.Text },
            { DicomTag.NumberOfSeriesRelatedInstances, series.Instances.Count },
            { DicomTag.InstanceAvailability, Availability(series.Instances) },
            { DicomTag.RetrieveURL, $"{_url}/series/{series.Uid.Text}" },
        };
        Write(attributes, DicomTag.SeriesNumber, series.Number);
        if (series.Started is not null)
            Write(attributes, series.Started, DicomTag.SeriesDate, DicomTag.SeriesTime);
        if (series.BodyPart is { } part)
            attributes.AddOrUpdate(DicomTag.BodyPartExamined, part);
        if (series.Region is { } region)
            attributes.AddOrUpdate(DicomTag.AnatomicRegionSequence, Concept(region));
        if (series.Locations.Select(location => location.Uid).FirstOrDefault(uid => uid is not null) is { } location)
            attributes.AddOrUpdate(DicomTag.RetrieveLocationUID, location.Text);
        return new QueriedSeries(attributes, series.Instances.Select(instance => Instance(series, instance)));
    }

    private DicomDataset Instance(ManifestSeries series, ManifestInstance instance)
    {
        var attributes = new DicomDataset
        {
            { DicomTag.SOPClassUID, instance.SopClass },
            { DicomTag.SOPInstanceUID, instance.Uid.Text },
            { DicomTag.InstanceAvailability, Availability([instance]) },
            { DicomTag.RetrieveURL, $"{_url}/series/{series.Uid.Text}/instances/{instance.Uid.Text}" },
        };
        Write(attributes, DicomTag.InstanceNumber, instance.Number);
        if (instance.Frames is { } frames)
            attributes.AddOrUpdate(DicomTag.NumberOfFrames, frames);
        return attributes;
    }

    private void WriteAccession(DicomDataset attributes, ObjectQuery query)
    {
        var asked = query.Key(DicomTag.AccessionNumber);
        var accession = united.Study.Accessions.FirstOrDefault(one =>
            (query.AccessionIssuer is null || one.Authority == query.AccessionIssuer) && (asked?.Holds([one.Number]) ?? true));
        attributes.AddOrUpdate(DicomTag.AccessionNumber, Text(accession?.Number));
        if (accession?.Authority is { } issuer)
            attributes.AddOrUpdate(DicomTag.IssuerOfAccessionNumberSequence, ShownPatient.Issuer(issuer));
    }

    private void WritePatient(DicomDataset attributes, (string Number, AssigningAuthority Authority) shown)
    {
        var patient = united.Patient;
        attributes.AddOrUpdate(DicomTag.PatientName, Text(patient.Name));
        attributes.AddOrUpdate(DicomTag.PatientBirthDate, Text(patient.BirthDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture)));
        attributes.AddOrUpdate(DicomTag.PatientSex, Text(patient.Sex));
        ShownPatient.Write(attributes, shown.Number, shown.Authority, domain);
        if (shown == (patient.Identifier.Value, patient.Identifier.Authority))
            return;
        var filed = new DicomDataset { { DicomTag.TypeOfPatientID, "TEXT" } };
        ShownPatient.Write(filed, patient.Identifier.Value, patient.Identifier.Authority, domain);
        attributes.AddOrUpdate(DicomTag.OtherPatientIDsSequence, filed);
    }

    // Of several the worst: all can be had, or not (PS3.3 C.4.23.1.1).
    private string Availability(IEnumerable<ManifestInstance> instances) =>
        instances.All(instance => _online.Contains(instance.Uid)) ? "ONLINE" : "UNAVAILABLE";

    private static void Write(DicomDataset attributes, Moment? moment, DicomTag date, DicomTag time)
    {
        if (moment is null)
            attributes.AddOrUpdate(date);
        else
            attributes.AddOrUpdate(date, moment.Date);
        if (moment?.Time is { } at)
            attributes.AddOrUpdate(time, at);
        else
            attributes.AddOrUpdate(time);
    }

    private static void Write(DicomDataset attributes, DicomTag tag, int? number)
    {
        if (number is { } known)
            attributes.AddOrUpdate(tag, known);
        else
            attributes.AddOrUpdate(tag);
    }

    private static DicomDataset Concept(CodedConcept concept) => new()
    {
        { DicomTag.CodeValue, concept.Value },
        { DicomTag.CodingSchemeDesignator, concept.Scheme },
        { DicomTag.CodeMeaning, concept.Meaning },
    };

    private static string[] Text(string? text) => text is null ? [] : [text];
}
