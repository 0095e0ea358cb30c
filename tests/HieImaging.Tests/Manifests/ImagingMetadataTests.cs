using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Xds.Metadata;
using Xunit;

namespace HieImaging.Tests.Manifests;

/// <summary>RAD TF-2 4.68.4.1.2.3, attribute by attribute, as the NIST cases 4800, 4801, 4801a and 4801c have it.</summary>
public sealed class ImagingMetadataTests
{
    private const string Dcm = "1.2.840.10008.2.16.4";

    /// <summary>Attribute, what the entry says, whether it agrees with its key object.</summary>
    public static TheoryData<string, string, bool> Rows { get; } = new()
    {
        { "uniqueId", "as the SOP Instance UID (NIST 4800)", true },
        { "uniqueId", "another", false },
        { "mimeType", "application/pdf", false },
        { "formatCode", "of another scheme (NIST 4800)", false },
        { "creationTime", "another minute", false },
        { "creationTime", "the day alone", true },
        { "eventCodeList", "a modality that does not occur (NIST 4801c)", false },
        { "eventCodeList", "a modality left out", false },
        { "eventCodeList", "a modality twice", false },
        { "eventCodeList", "a region beside the modalities", true },
        { "typeCode", "another than the procedure's (NIST 4800)", false },
        { "serviceStartTime", "another second (NIST 4800)", true },
        { "serviceStartTime", "another minute", false },
        { "serviceStartTime", "none", true },
        { "sourcePatientId", "another number (NIST 4801)", false },
        { "sourcePatientId", "another authority", false },
        { "referenceIdList", "the accession and its issuer (NIST 4801a)", true },
        { "referenceIdList", "an accession that is not the study's", false },
        { "referenceIdList", "an order", true },
        { "referenceIdList", "another study", false },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_attribute_agrees_with_the_key_object_or_is_named(string attribute, string said, bool agrees)
    {
        var told = MetadataAgreement.Of(Entry(attribute, said), [Manifest], TimeZoneInfo.Utc);
        Assert.Equal(agrees ? [] : [attribute], told.Select(error => error.Context.Split(' ')[0]));
    }

    private static readonly Manifest Manifest = Made();

    private static DocumentEntry Entry(string attribute, string said)
    {
        var entry = Written();
        return (attribute, said) switch
        {
            (_, "as the SOP Instance UID (NIST 4800)" or "the accession and its issuer (NIST 4801a)") => entry,
            ("uniqueId", _) => entry with { UniqueId = "2.25.5" },
            ("mimeType", _) => entry with { MimeType = said },
            ("formatCode", _) => entry with { FormatCode = new Code(DocumentEntryWriter.FormatCode, "1.3.6.1.4.1.19376.1.2.7.1", null) },
            ("creationTime", "the day alone") => entry with { CreationTime = "20260102" },
            ("creationTime", _) => entry with { CreationTime = "20260102100200" },
            ("eventCodeList", "a modality left out") => entry with { EventCodes = [new Code("CT", Dcm, null)] },
            ("eventCodeList", "a modality twice") => entry with { EventCodes = [.. entry.EventCodes, new Code("CT", Dcm, null)] },
            ("eventCodeList", "a region beside the modalities") => entry with { EventCodes = [.. entry.EventCodes, new Code("69536005", "2.16.840.1.113883.6.96", "Head")] },
            ("eventCodeList", _) => entry with { EventCodes = [.. entry.EventCodes, new Code("US", Dcm, null)] },
            ("typeCode", _) => entry with { TypeCode = new Code("18748-4", "2.16.840.1.113883.6.1", null) },
            ("serviceStartTime", "none") => entry with { ServiceStartTime = null },
            ("serviceStartTime", "another second (NIST 4800)") => entry with { ServiceStartTime = "20260102090030" },
            ("serviceStartTime", _) => entry with { ServiceStartTime = "20260102090200" },
            ("sourcePatientId", "another number (NIST 4801)") => entry with { SourcePatientId = SomeManifest.Patient("P2").Cx },
            ("sourcePatientId", _) => entry with { SourcePatientId = "P1^^^&1.2.3&ISO" },
            ("referenceIdList", "an accession that is not the study's") => With(entry, new ReferenceId("A2", null, ReferenceId.Accession)),
            ("referenceIdList", "an order") => With(entry, new ReferenceId("O1", null, "urn:ihe:iti:xds:2013:order")),
            _ => With(entry, new ReferenceId("2.25.6", null, ReferenceId.StudyInstanceUid)),
        };
    }

    private static DocumentEntry With(DocumentEntry entry, ReferenceId reference) => entry with { ReferenceIds = [.. entry.ReferenceIds, reference.Cxi] };

    private static DocumentEntry Written() => DocumentEntryWriter.Write([Manifest], KeyObjectWriter.Write(Manifest), new EntryFacts
    {
        Codes = new StowCodes(), PatientId = "D1^^^&1.2.3.1000&ISO", SourceId = "1.2.3.4", SubmittedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Zone = TimeZoneInfo.Utc,
    }).Entries[0];

    private static Manifest Made()
    {
        var manifest = SomeManifest.Of("2.25.4", 2, "1.2.3.1.1");
        return manifest with
        {
            Content = new Moment(new DateOnly(2026, 1, 2), new TimeOnly(10, 0), null),
            Study = manifest.Study with
            {
                Started = new Moment(new DateOnly(2026, 1, 2), new TimeOnly(9, 0), null),
                Procedure = new CodedConcept("RPID22", "RADLEX", "CT Head"),
                Accessions = [new Accession("A1", HieImaging.AffinityDomain.Identifiers.AssigningAuthority.Parse("1.2.3.9"))],
                Series = [manifest.Study.Series[0], manifest.Study.Series[0] with { Uid = HieImaging.AffinityDomain.Identifiers.SeriesInstanceUid.Parse("1.2.3.2"), Modality = "PT" }],
            },
        };
    }
}
