using System.Globalization;
using System.Security.Cryptography;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Manifests.DocumentEntries;

/// <summary>A key object becomes the DocumentEntry and SubmissionSet under which it is registered (RAD TF-2 4.68.4.1.2.3).</summary>
public static class DocumentEntryWriter
{
    public const string FormatCode = "1.2.840.10008.5.1.4.1.1.88.59";
    public const string FormatScheme = "1.2.840.10008.2.6.1";
    public const string MimeType = "application/dicom";

    /// <summary>
    /// The entryUUID of a key object that comes without metadata (STOW-RS, bulk): derived from its SOP Instance UID, so that its source
    /// knows it and can replace or withdraw it later, and so that the same object sent twice is one entry.
    /// </summary>
    public static string EntryUuidOf(SopInstanceUid keyObject) => DerivedUid.UrnOf("document-entry", keyObject.Text);

    /// <param name="manifests">All that were read from the key object; the first is of its own study.</param>
    /// <param name="keyObject">Its bytes, as they are sent.</param>
    public static Submission Write(IReadOnlyList<Manifest> manifests, ReadOnlySpan<byte> keyObject, EntryFacts facts)
    {
        var entry = Entry(manifests, keyObject, facts);
        var sop = manifests[0].KeyObject.Text;
        var set = new SubmissionSet
        {
            EntryUuid = DerivedUid.UrnOf("submission-set", sop),
            UniqueId = DerivedUid.Of("submission-set", sop).Text,
            SourceId = facts.SourceId,
            PatientId = facts.PatientId,
            SubmissionTime = facts.SubmittedAt.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
            ContentTypeCode = XdsCodes.Read(facts.Codes.Type),
            Authors = entry.Authors,
        };
        var member = new Association
        {
            EntryUuid = DerivedUid.UrnOf("member", sop),
            Type = AssociationType.HasMember,
            Source = set.EntryUuid,
            Target = entry.EntryUuid,
            SubmissionSetStatus = "Original",
        };
        IReadOnlyList<Association> associations = facts.Replaces is not { } replaced ? [member] :
        [
            member,
            new Association
            {
                EntryUuid = DerivedUid.UrnOf("replaces", sop, replaced),
                Type = AssociationType.Replace,
                Source = entry.EntryUuid,
                Target = replaced
            },
        ];
        return new Submission { Set = set, Entries = [entry], Associations = associations };
    }

    private static DocumentEntry Entry(IReadOnlyList<Manifest> manifests, ReadOnlySpan<byte> keyObject, EntryFacts facts)
    {
        var first = manifests[0];
        var started = manifests.Select(manifest => manifest.Study.Started).FirstOrDefault(moment => moment is not null)?.ToDtm(facts.Zone);
        return new DocumentEntry
        {
            EntryUuid = EntryUuidOf(first.KeyObject),
            UniqueId = first.KeyObject.Text,
            PatientId = facts.PatientId,
            SourcePatientId = first.Patient.Identifier.Cx,
            SourcePatientInfo = SourcePatientText.Of(first.Patient),
            MimeType = MimeType,
            FormatCode = new Code(FormatCode, FormatScheme, "Key Object Selection Document"),
            ClassCode = XdsCodes.Read(facts.Codes.Class),
            TypeCode = manifests.Select(m => m.Study.Procedure).FirstOrDefault(p => p is not null) is { } procedure
                ? XdsCodes.Of(procedure)
                : XdsCodes.Read(facts.Codes.Type),
            FacilityTypeCode = XdsCodes.Read(facts.Codes.FacilityType),
            PracticeSettingCode = XdsCodes.Read(facts.Codes.PracticeSetting),
            ConfidentialityCodes = [XdsCodes.Read(facts.Codes.Confidentiality)],
            EventCodes = EventCodes(manifests),
            Authors = facts.InstitutionName is null && facts.InstitutionOid is null
                ? []
                : [new Author { Institutions = [Institution(facts)] }],
            CreationTime = (first.Created ?? first.Content)?.ToDtm(facts.Zone)
                ?? facts.SubmittedAt.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
            ServiceStartTime = started,
            ServiceStopTime = started,
            LanguageCode = facts.Codes.Language,
            Title = first.Study.Description is { Length: > 127 } tooLong
                ? tooLong[..(char.IsHighSurrogate(tooLong[126]) ? 126 : 127)]
                : first.Study.Description,
            ReferenceIds = ReferenceIds(manifests),
            Hash = Convert.ToHexStringLower(Sha1(keyObject)),
            Size = keyObject.Length,
        };
    }

    // Modalities (CID 29), then regions (CID 4): one entry for each, nothing that does not occur.
    private static IReadOnlyList<Code> EventCodes(IReadOnlyList<Manifest> manifests) =>
    [
        .. manifests.SelectMany(manifest => manifest.Study.Modalities).Distinct(StringComparer.Ordinal).Select(XdsCodes.OfModality),
        .. manifests.SelectMany(manifest => manifest.Study.Series).Select(series => series.Region).OfType<CodedConcept>()
            .DistinctBy(region => (region.Scheme, region.Value)).Select(XdsCodes.Of),
    ];

    private static IReadOnlyList<string> ReferenceIds(IReadOnlyList<Manifest> manifests) =>
    [
        .. manifests.SelectMany(manifest => manifest.Study.Accessions).Where(accession => accession.Authority is not null)
            .Select(accession => new ReferenceId(accession.Number, accession.Authority, ReferenceId.Accession).Cxi)
            .Distinct(StringComparer.Ordinal),
        .. manifests.Select(manifest => new ReferenceId(manifest.Study.Uid.Text, null, ReferenceId.StudyInstanceUid).Cxi),
    ];

    // XON: name^^^^^&OID&ISO^^^^OID (TF-3 table 4.2.3.1.7-2)
    private static string Institution(EntryFacts facts) => facts.InstitutionOid is { } oid
        ? $"{SourcePatientText.Escape(facts.InstitutionName ?? oid)}^^^^^^^^^{oid}"
        : SourcePatientText.Escape(facts.InstitutionName!);

#pragma warning disable CA5350 // the hash attribute is defined as SHA-1 (TF-3 4.2.3.2.10)
    private static byte[] Sha1(ReadOnlySpan<byte> bytes) => SHA1.HashData(bytes);
#pragma warning restore CA5350
}
