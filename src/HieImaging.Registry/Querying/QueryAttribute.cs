using System.Collections.Frozen;
using HieImaging.Dicom;

namespace HieImaging.Registry.Querying;

/// <summary>An attribute that the registry knows of (PS3.18 tables 10.6.1-5, 10.6.3-3 to -5).</summary>
/// <param name="Level">Whose attribute it is.</param>
/// <param name="Always">Answered where its level is answered; the others by <c>includefield</c>.</param>
/// <param name="IsKey">May be asked by.</param>
internal sealed record QueryAttribute(DicomTag Tag, QueryLevel Level, bool Always, bool IsKey)
{
    private static readonly FrozenDictionary<DicomTag, QueryAttribute> Known = Rows().ToFrozenDictionary(row => row.Tag);

    /// <summary>Stand in every answer, each with the value of the level that is answered.</summary>
    public static FrozenSet<DicomTag> OfEveryLevel { get; } = new[]
    {
        DicomTag.SpecificCharacterSet, DicomTag.InstanceAvailability, DicomTag.RetrieveURL, DicomTag.TimezoneOffsetFromUTC,
        DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID,
    }.ToFrozenSet();

    /// <summary>Null for what the registry does not hold.</summary>
    public static QueryAttribute? Find(DicomTag tag) => Known.GetValueOrDefault(tag);

    private static IEnumerable<QueryAttribute> Rows() =>
    [
        .. Of(QueryLevel.Study, true, true, DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.AccessionNumber, DicomTag.ModalitiesInStudy,
            DicomTag.ReferringPhysicianName, DicomTag.PatientName, DicomTag.PatientID, DicomTag.IssuerOfPatientID,
            DicomTag.IssuerOfPatientIDQualifiersSequence, DicomTag.PatientBirthDate, DicomTag.PatientSex, DicomTag.StudyInstanceUID,
            DicomTag.StudyID, DicomTag.StudyDescription, DicomTag.IssuerOfAccessionNumberSequence),
        .. Of(QueryLevel.Study, true, false, DicomTag.SpecificCharacterSet, DicomTag.InstanceAvailability, DicomTag.RetrieveURL,
            DicomTag.TimezoneOffsetFromUTC, DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfStudyRelatedInstances),
        .. Of(QueryLevel.Study, false, true, DicomTag.SOPClassesInStudy),
        .. Of(QueryLevel.Study, false, false, DicomTag.OtherPatientIDsSequence, DicomTag.ProcedureCodeSequence),
        .. Of(QueryLevel.Series, true, true, DicomTag.Modality, DicomTag.SeriesDescription, DicomTag.SeriesInstanceUID,
            DicomTag.SeriesNumber),
        .. Of(QueryLevel.Series, true, false, DicomTag.NumberOfSeriesRelatedInstances),
        .. Of(QueryLevel.Series, false, true, DicomTag.SeriesDate, DicomTag.SeriesTime, DicomTag.BodyPartExamined,
            DicomTag.RetrieveLocationUID),
        .. Of(QueryLevel.Series, false, false, DicomTag.AnatomicRegionSequence),
        .. Of(QueryLevel.Instance, true, true, DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.InstanceNumber),
        .. Of(QueryLevel.Instance, true, false, DicomTag.NumberOfFrames),
    ];

    private static IEnumerable<QueryAttribute> Of(QueryLevel level, bool always, bool key, params IEnumerable<DicomTag> tags) =>
        tags.Select(tag => new QueryAttribute(tag, level, always, key));
}
