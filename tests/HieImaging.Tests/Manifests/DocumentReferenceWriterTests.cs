using System.Text;
using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Manifests.DocumentReferences;
using HieImaging.Tests.Xds;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Manifests;

public sealed class DocumentReferenceWriterTests(ITestOutputHelper output)
{
    private static readonly DocumentReferenceFacts Facts = new()
    {
        Id = "20744602-ba65-44e9-87ee-a52303a5183e", Version = 2, LastUpdated = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero),
        Submitted = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero), Subject = "Patient/s-x", Custodian = "Organization/o",
        ContentUrl = "http://hie/fhir/Binary/20744602-ba65-44e9-87ee-a52303a5183e",
        Associations = [(AssociationType.TransformAndReplace, "a"), (AssociationType.Append, "b"), (AssociationType.HasMember, "c")],
    };

    [Theory]
    [InlineData("masterIdentifier.value", "urn:oid:1.2.3.9")]
    [InlineData("identifier.0.value", "urn:uuid:20744602-ba65-44e9-87ee-a52303a5183e")]
    [InlineData("status", "current")]
    [InlineData("type.coding.0.system", "http://loinc.org")]
    [InlineData("category.0.coding.0.code", "IMAGES")]
    [InlineData("subject.identifier.system", "urn:oid:1.2.40")]
    [InlineData("subject.reference", "Patient/s-x")]
    [InlineData("contained.0.name.0.family", "Okafor")]
    [InlineData("contained.0.name.0.given.0", "Ada")]
    [InlineData("author.0.reference", "#practitioner1")]
    [InlineData("contained.1.name", "North & South")]
    [InlineData("relatesTo.0.code", "replaces")]
    [InlineData("relatesTo.0.target.reference", "DocumentReference/a")]
    [InlineData("relatesTo.1.code", "appends")]
    [InlineData("securityLabel.0.coding.0.system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality")]
    [InlineData("content.0.attachment.contentType", "application/dicom")]
    [InlineData("content.0.attachment.url", "http://hie/fhir/Binary/20744602-ba65-44e9-87ee-a52303a5183e")]
    [InlineData("content.0.attachment.hash", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=")]
    [InlineData("content.0.attachment.creation", "2026-05-04T16:05:00Z")]
    [InlineData("content.0.format.system", "urn:oid:1.2.840.10008.2.6.1")]
    [InlineData("context.event.0.coding.0.system", "http://dicom.nema.org/resources/ontology/DCM")]
    [InlineData("context.period.start", "2026-05")]
    [InlineData("context.related.0.identifier.system", "urn:dicom:uid")]
    [InlineData("context.related.0.identifier.value", "urn:oid:1.2.3")]
    [InlineData("context.related.1.identifier.system", "urn:oid:1.2.41")]
    [InlineData("context.related.1.identifier.type.coding.1.code", "121022")]
    [InlineData("context.sourcePatientInfo.reference", "#patient3")]
    [InlineData("contained.2.birthDate", "1950-05-01")]
    [InlineData("extension.0.valueCodeableConcept.coding.0.code", "CT")]
    public void An_entry_is_mapped_as_MHD_maps_it(string path, string value)
    {
        using var resource = JsonDocument.Parse(DocumentReferenceWriter.Write(Entry, Facts));
        var at = path.Split('.').Aggregate(resource.RootElement, (element, step) =>
            int.TryParse(step, out var index) ? element[index] : element.GetProperty(step));
        Assert.Equal(value, at.GetString());
    }

    [Fact]
    public void A_deprecated_entry_is_superseded_and_memberships_are_no_relations()
    {
        using var resource = JsonDocument.Parse(DocumentReferenceWriter.Write(Entry with { AvailabilityStatus = AvailabilityStatus.Deprecated }, Facts));
        Assert.Equal("superseded", resource.RootElement.GetProperty("status").GetString());
        Assert.Equal(2, resource.RootElement.GetProperty("relatesTo").GetArrayLength());
    }

    [Fact]
    public void Whatever_an_entry_says_it_is_a_sound_resource()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
            foreach (var entry in SomeSubmission.Of(random, 1, 0).Entries)
            {
                var bytes = DocumentReferenceWriter.Write(entry with { EntryUuid = "urn:uuid:" + Guid.NewGuid() }, Facts);
                var reading = FhirJson.Read(bytes);
                Assert.True(reading is FhirReading.Accepted, $"{i}: {string.Join("; ", (reading as FhirReading.Refused)?.Issues ?? [])} {Encoding.UTF8.GetString(bytes)}");
            }
    }

    [Theory]
    [InlineData("http://loinc.org", "2.16.840.1.113883.6.1")]
    [InlineData("urn:oid:2.16.840.1.113883.6.1", "2.16.840.1.113883.6.1")]
    [InlineData("http://dicom.nema.org/resources/ontology/DCM", "DCM")]
    [InlineData("urn:oid:1.2.3", "1.2.3")]
    [InlineData("http://example.org/codes", "http://example.org/codes")]
    public void A_system_is_looked_for_in_every_spelling_of_its_scheme(string uri, string scheme)
    {
        Assert.Contains(scheme, XdsCodeSystems.SchemesOf(uri));
        Assert.All(XdsCodeSystems.SchemesOf(XdsCodeSystems.UriOf(scheme)!), one => Assert.Equal(XdsCodeSystems.UriOf(scheme), XdsCodeSystems.UriOf(one)));
    }

    private static readonly DocumentEntry Entry = new()
    {
        EntryUuid = "urn:uuid:20744602-ba65-44e9-87ee-a52303a5183e", UniqueId = "1.2.3.9", AvailabilityStatus = AvailabilityStatus.Approved,
        PatientId = "D1^^^&1.2.40&ISO", SourcePatientId = "P1^^^&1.2.42&ISO", SourcePatientInfo = ["PID-5|Doe^John", "PID-7|19500501", "PID-8|M"],
        MimeType = "application/dicom", ClassCode = new("IMAGES", "1.3.6.1.4.1.19376.1.2.6.1", "Images"), TypeCode = new("18748-4", "2.16.840.1.113883.6.1", null),
        FormatCode = new("1.2.840.10008.5.1.4.1.1.88.59", "1.2.840.10008.2.6.1", null), ConfidentialityCodes = [new("N", "2.16.840.1.113883.5.25", "normal")],
        EventCodes = [new("CT", "1.2.840.10008.2.16.4", null), new("80891009", "2.16.840.1.113883.6.96", "Heart")],
        Authors = [new() { Person = "7^Okafor^Ada^^^Dr", Institutions = ["North \\T\\ South^^^^^^^^^1.2.3"] }],
        CreationTime = "202605041605", ServiceStartTime = "202605", Hash = "da39a3ee5e6b4b0d3255bfef95601890afd80709", Size = 0,
        ReferenceIds = [new ReferenceId("1.2.3", null, ReferenceId.StudyInstanceUid).Cxi, "A7^^^&1.2.41&ISO^" + ReferenceId.Accession, "nonsense"],
    };
}
