using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Manifests;

namespace HieImaging.Publisher.Reading;

/// <summary>What an archive's metadata says of one instance, as far as a manifest says it again.</summary>
internal sealed record ArchivedInstance
{
    public required StudyInstanceUid Study { get; init; }
    public required SeriesInstanceUid Series { get; init; }
    public required ManifestInstance Instance { get; init; }

    /// <summary>Empty where the archive has none.</summary>
    public required string PatientId { get; init; }

    /// <summary>Issuer of Patient ID as an OID, where the object names one.</summary>
    public AssigningAuthority? Issuer { get; init; }

    public string? PatientName { get; init; }
    public DateOnly? BirthDate { get; init; }
    public string? Sex { get; init; }
    public Moment? StudyStarted { get; init; }
    public string? Accession { get; init; }
    public AssigningAuthority? AccessionIssuer { get; init; }
    public string? StudyDescription { get; init; }
    public CodedConcept? Procedure { get; init; }
    public string? ReferringPhysician { get; init; }
    public string? StudyId { get; init; }
    public string? Modality { get; init; }
    public int? SeriesNumber { get; init; }
    public string? SeriesDescription { get; init; }
    public string? BodyPart { get; init; }
    public CodedConcept? Region { get; init; }
    public Moment? SeriesStarted { get; init; }

    /// <summary>The archive says that it cannot be had (0008,0056).</summary>
    public bool Unavailable { get; init; }

    /// <summary>Title of a key object or a report.</summary>
    public CodedConcept? Title { get; init; }

    /// <summary>Null where a UID is missing or malformed: such an instance cannot be referenced.</summary>
    public static ArchivedInstance? Of(DicomJsonObject json)
    {
        if (!StudyInstanceUid.TryParse(json.Text(DicomTag.StudyInstanceUID), out var study)
            || !SeriesInstanceUid.TryParse(json.Text(DicomTag.SeriesInstanceUID), out var series)
            || !SopInstanceUid.TryParse(json.Text(DicomTag.SOPInstanceUID), out var instance)
            || !Oid.TryParse(json.Text(DicomTag.SOPClassUID), out var sopClass))
            return null;
        var title = Code(json, DicomTag.ConceptNameCodeSequence);
        return new ArchivedInstance
        {
            Study = study,
            Series = series,
            Instance = new ManifestInstance(instance, sopClass.Text, json.Number(DicomTag.InstanceNumber),
                json.Number(DicomTag.NumberOfFrames) is > 1 and var frames ? frames : null, Line(title?.Meaning)),
            PatientId = Line(json.Text(DicomTag.PatientID)) ?? "",
            Issuer = IssuerOf(json, DicomTag.IssuerOfPatientIDQualifiersSequence),
            PatientName = Line(json.Text(DicomTag.PatientName)),
            BirthDate = json.Date(DicomTag.PatientBirthDate),
            Sex = json.Text(DicomTag.PatientSex) is "M" or "F" or "O" ? json.Text(DicomTag.PatientSex) : null,
            StudyStarted = MomentOf(json, DicomTag.StudyDate, DicomTag.StudyTime),
            Accession = Line(json.Text(DicomTag.AccessionNumber)),
            AccessionIssuer = IssuerOf(json, DicomTag.IssuerOfAccessionNumberSequence),
            StudyDescription = Line(json.Text(DicomTag.StudyDescription)),
            Procedure = Code(json, DicomTag.ProcedureCodeSequence),
            ReferringPhysician = Line(json.Text(DicomTag.ReferringPhysicianName)),
            StudyId = Line(json.Text(DicomTag.StudyID)),
            Modality = Line(json.Text(DicomTag.Modality)),
            SeriesNumber = json.Number(DicomTag.SeriesNumber),
            SeriesDescription = Line(json.Text(DicomTag.SeriesDescription)),
            BodyPart = Line(json.Text(DicomTag.BodyPartExamined)),
            Region = Code(json, DicomTag.AnatomicRegionSequence),
            SeriesStarted = MomentOf(json, DicomTag.SeriesDate, DicomTag.SeriesTime),
            Unavailable = json.Text(DicomTag.InstanceAvailability) == "UNAVAILABLE",
            Title = title,
        };
    }

    private static Moment? MomentOf(DicomJsonObject json, DicomTag date, DicomTag time) =>
        json.Moment(date, time) is { } read ? new Moment(read.Date, read.Time, (int?)read.Offset?.TotalMinutes) : null;

    private static AssigningAuthority? IssuerOf(DicomJsonObject json, DicomTag sequence) =>
        json.Items(sequence).Select(item => item.Text(DicomTag.UniversalEntityID)).FirstOrDefault() is { } text
        && AssigningAuthority.TryParse(text, out var issuer) ? issuer : null;

    private static CodedConcept? Code(DicomJsonObject json, DicomTag sequence)
    {
        foreach (var item in json.Items(sequence))
        {
            if (Line(item.Text(DicomTag.CodeValue)) is { } value)
                return new CodedConcept(
                    value,
                    Line(item.Text(DicomTag.CodingSchemeDesignator)) ?? "",
                    Line(item.Text(DicomTag.CodeMeaning)) ?? value);
        }
        return null;
    }

    // A backslash would be read as two values; control characters, and more than a line holds, belong in no manifest.
    private static string? Line(string? text)
    {
        if (text is null)
            return null;
        var line = new string([.. text.Take(256).Select(letter => char.IsControl(letter) || letter == '\\' ? ' ' : letter)]).Trim();
        return line.Length == 0 ? null : line;
    }
}
