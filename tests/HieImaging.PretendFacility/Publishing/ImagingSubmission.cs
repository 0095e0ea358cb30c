using System.Globalization;
using System.Security.Cryptography;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Submitting;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.PretendFacility.Publishing;

/// <summary>A submission of one manifest with the metadata that RAD-68 asks for (RAD TF-3 4.68.4.1.2, XDS-I.b).</summary>
public sealed record ImagingSubmission(Submission Submission, IReadOnlyList<ProvidedDocument> Documents)
{
    private const string Entry = "document";
    private const string Set = "submission";

    /// <summary>uniqueId of the document: the key object's SOP Instance UID.</summary>
    public string DocumentUniqueId => Submission.Entries[0].UniqueId!;

    public ReadOnlyMemory<byte> KeyObject => Documents[0].Content;

    /// <param name="patientId">The domain's own id; in mode <c>local</c> the hospital's own number.</param>
    /// <param name="replaces">entryUUID of the document that this one replaces.</param>
    public static ImagingSubmission Of(PretendHospital hospital, Manifest manifest, PatientIdentifier patientId, string? replaces = null)
    {
        var keyObject = KeyObjectWriter.Write(manifest);
        var membership = new Association { EntryUuid = "membership", Type = AssociationType.HasMember, Source = Set, Target = Entry, SubmissionSetStatus = "Original" };
        var submission = new Submission
        {
            Set = SetOf(hospital, patientId),
            Entries = [EntryOf(manifest, keyObject, patientId)],
            Associations = replaces is null
                ? [membership]
                : [membership, new Association { EntryUuid = "replacement", Type = AssociationType.Replace, Source = Entry, Target = replaces }],
        };
        return new ImagingSubmission(submission, [new ProvidedDocument(Entry, keyObject)]);
    }

    /// <summary>As the registry is told of it (ITI-42): the document lies in the hospital's own repository.</summary>
    public Submission At(PretendHospital hospital) =>
        Submission with { Entries = [.. Submission.Entries.Select(entry => entry with { RepositoryUniqueId = hospital.RepositoryUniqueId })] };

    private static SubmissionSet SetOf(PretendHospital hospital, PatientIdentifier patientId) => new()
    {
        EntryUuid = Set,
        UniqueId = DicomUID.New().UID,
        SourceId = hospital.SourceId,
        PatientId = patientId.Cx,
        SubmissionTime = "20240305160000",
        ContentTypeCode = new Code("Imaging", "1.3.6.1.4.1.21367.100.1", "Imaging"),
    };

    private static DocumentEntry EntryOf(Manifest manifest, byte[] keyObject, PatientIdentifier patientId) => new()
    {
        EntryUuid = Entry,
        UniqueId = manifest.KeyObject.Text,
        PatientId = patientId.Cx,
        SourcePatientId = manifest.Patient.Identifier.Cx,
        SourcePatientInfo = PatientLines(manifest.Patient),
        MimeType = "application/dicom",
        ClassCode = new Code("IMAGES", "1.3.6.1.4.1.19376.1.2.6.1", "Images"),
        TypeCode = new Code("18748-4", "2.16.840.1.113883.6.1", "Diagnostic imaging study"),
        FormatCode = new Code(DicomUID.KeyObjectSelectionDocumentStorage.UID, "1.2.840.10008.2.6.1", "Key Object Selection Document"),
        FacilityTypeCode = new Code("22232009", "2.16.840.1.113883.6.96", "Hospital"),
        PracticeSettingCode = new Code("394914008", "2.16.840.1.113883.6.96", "Radiology"),
        ConfidentialityCodes = [new Code("N", "2.16.840.1.113883.5.25", "normal")],
        EventCodes = [.. manifest.Study.Modalities.Select(modality => new Code(modality, "1.2.840.10008.2.16.4", modality))],
        CreationTime = "20240305160000",
        ServiceStartTime = manifest.Study.Started?.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        LanguageCode = "en",
        Title = manifest.Study.Description,
        Hash = Convert.ToHexStringLower(SHA1Of(keyObject)),
        Size = keyObject.Length,
    };

    private static List<string> PatientLines(ManifestPatient patient)
    {
        var lines = new List<string> { $"PID-3|{patient.Identifier.Cx}" };
        if (patient.Name is not null)
            lines.Add($"PID-5|{patient.Name}");
        if (patient.BirthDate is { } born)
            lines.Add($"PID-7|{born.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}");
        if (patient.Sex is not null)
            lines.Add($"PID-8|{patient.Sex}");
        return lines;
    }

#pragma warning disable CA5350 // the standard's hash attribute is SHA-1 (TF-3 4.2.3.2.10)
    private static byte[] SHA1Of(byte[] document) => SHA1.HashData(document);
#pragma warning restore CA5350
}
