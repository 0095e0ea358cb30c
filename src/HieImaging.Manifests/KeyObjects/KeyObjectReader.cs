using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>Key objects as hospitals really send them become manifests, one for each study in the evidence.</summary>
public static class KeyObjectReader
{
    private const int PixelGroup = 0x7FE0;

    /// <param name="file">A Part 10 file.</param>
    public static KeyObjectReading Read(ReadOnlyMemory<byte> file, CustodianTerms terms)
    {
        if (Preamble.IsProgram(file.Span))
            return Refuse(ManifestRefusal.NotDicom, "The file begins as a program.");
        DicomFile opened;
        try
        {
            opened = DicomFile.Open(
                file, DicomReadOptions.Manifest with { MaxBytes = terms.Bounds.Bytes, MaxDepth = terms.Bounds.Depth });
        }
        catch (DicomFormatException broken)
        {
            return Refuse(
                ManifestRefusal.NotDicom, $"Not a readable DICOM file: {broken.Reason}{(broken.Tag is { } tag ? " at " + tag : "")}.");
        }
        return Read(opened, terms);
    }

    /// <param name="file">A Part 10 file that was opened, within bounds, by the caller.</param>
    public static KeyObjectReading Read(DicomFile file, CustodianTerms terms) => Of(file, terms) with
    {
        SopClassUid = Oid.TryParse(file.Dataset.GetString(DicomTag.SOPClassUID), out var sopClass) ? sopClass.Text : null,
        SopInstanceUid = SopInstanceUid.TryParse(file.Dataset.GetString(DicomTag.SOPInstanceUID), out var instance) ? instance.Text : null,
    };

    private static KeyObjectReading Of(DicomFile file, CustodianTerms terms)
    {
        var dataset = file.Dataset;
        if (dataset.GetString(DicomTag.SOPClassUID) != DicomUID.KeyObjectSelectionDocumentStorage.UID)
            return Refuse(ManifestRefusal.NotKeyObject, "SOP Class UID (0008,0016) is not Key Object Selection Document Storage.");
        if (dataset.Any(item => item.Tag.Group == PixelGroup))
            return Refuse(ManifestRefusal.NotKeyObject, "A key object has no pixel data (PS3.3 A.35.4).");
        if (!SopInstanceUid.TryParse(dataset.GetString(DicomTag.SOPInstanceUID), out var keyObject))
            return Refuse(ManifestRefusal.BadUid, "SOP Instance UID (0008,0018) is missing or malformed.");
        if (Codes.Of(dataset.GetFirstItem(DicomTag.ConceptNameCodeSequence)) is not { } title)
            return Refuse(ManifestRefusal.NoTitle, "The document title (0040,A043) is missing or is no code.");

        var (patient, patientRefusal) = PatientReader.Read(dataset, terms);
        if (patient is null)
            return new KeyObjectReading.Refused(patientRefusal!);
        var (evidence, evidenceRefusal) = EvidenceReader.Read(dataset, ImageLibrary.Of(dataset), terms.Bounds);
        if (evidence is null)
            return new KeyObjectReading.Refused(evidenceRefusal!);

        StudyInstanceUid? own = StudyInstanceUid.TryParse(dataset.GetString(DicomTag.StudyInstanceUID), out var uid) ? uid : null;
        var role = ManifestTitle.RoleOf(title, terms.ManifestTitles);
        // the header would say one study and the content another (RAD TF-2 4.68.4.1.2)
        if (role != ManifestRole.Note && own is { } header && !evidence.Any(study => study.Uid == header))
            return Refuse(ManifestRefusal.Contradiction, "The evidence does not reference the key object's own study (0020,000D).");
        var content = Moments.Of(dataset, DicomTag.ContentDate, DicomTag.ContentTime);
        var created = Moments.Of(dataset, DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime);
        return new KeyObjectReading.Manifests([.. evidence.OrderByDescending(study => study.Uid == own).Select(study => new Manifest
        {
            KeyObject = keyObject,
            Title = title,
            Role = role,
            Content = content,
            Created = created,
            OwnStudy = own,
            Patient = patient,
            Study = Described(study, dataset, own, terms),
        })]);
    }

    // The study module of a key object speaks of its own study; of a further one in the evidence only its requests speak.
    private static ManifestStudy Described(ManifestStudy study, DicomDataset dataset, StudyInstanceUid? own, CustodianTerms terms) =>
        study.Uid != own
            ? study with { Accessions = AccessionReader.OfRequests(dataset, study.Uid, orUnnamed: false, terms) }
            : study with
            {
                Started = Moments.Of(dataset, DicomTag.StudyDate, DicomTag.StudyTime),
                Accessions = AccessionReader.OfStudy(dataset, study.Uid, terms),
                Description = PlainText.Of(dataset.GetString(DicomTag.StudyDescription)),
                Procedure = Codes.Of(dataset.GetFirstItem(DicomTag.ProcedureCodeSequence)) ?? ImageLibrary.ProcedureOf(dataset),
                ReferringPhysician = PlainText.Of(dataset.GetString(DicomTag.ReferringPhysicianName)),
                StudyId = PlainText.Of(dataset.GetString(DicomTag.StudyID)),
            };

    private static KeyObjectReading.Refused Refuse(string code, string text) => new(new ManifestRefusal(code, text));
}
