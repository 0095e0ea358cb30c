using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Fhir.Json;
using HieImaging.Manifests;
using HieImaging.Manifests.ImagingStudies;
using HieImaging.Manifests.Patients;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Manifests;

public sealed class ImagingStudyWriterTests(ITestOutputHelper output)
{
    private static readonly ImagingStudyFacts Facts = new()
    {
        Id = "i-1", Version = 3, LastUpdated = DateTimeOffset.UnixEpoch, Subject = "Patient/s-1", Source = "urn:oid:1.3.6.1.4.1.21367.13.80.1",
        Custodian = "Organization/north", CustodianName = "North Hospital", EndpointOf = location => "north-" + (location?.Text ?? "default"),
        Labels = [("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "N")],
    };

    [Fact]
    public void Whatever_was_read_becomes_a_resource_that_passes_the_structural_check()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var run = 0; run < 100; run++)
        {
            var manifest = SomeManifest.Any(random);
            AssertAccepted(ImagingStudyWriter.Write(Fold.Unite([new LiveManifest(manifest, "north")])!, Facts));
            AssertAccepted(NamedPatientWriter.Write(manifest.Patient));
        }
    }

    [Fact]
    public void It_says_what_the_interface_promises()
    {
        var manifest = SomeManifest.Of("1.2.3.9", 1, "1.2.3.1.1");
        manifest = manifest with
        {
            Study = manifest.Study with
            {
                Started = new Moment(new DateOnly(2026, 3, 4), new TimeOnly(10, 11, 12), null),
                Accessions = [new Accession("A1", AssigningAuthority.Parse("1.2.3.5")), new Accession("nobody's", null)],
            },
        };
        var study = JsonDocument.Parse(ImagingStudyWriter.Write(Fold.Unite([new LiveManifest(manifest, "north")])!, Facts)).RootElement;

        var identifiers = study.GetProperty("identifier").EnumerateArray().ToList();
        Assert.Equal(2, identifiers.Count);
        Assert.Equal("urn:dicom:uid", identifiers[0].GetProperty("system").GetString());
        Assert.Equal("urn:oid:1.2.3", identifiers[0].GetProperty("value").GetString());
        Assert.Equal("urn:oid:1.2.3.5", identifiers[1].GetProperty("system").GetString());
        Assert.Equal("Patient/s-1", study.GetProperty("subject").GetProperty("reference").GetString());
        Assert.Equal("P1", study.GetProperty("subject").GetProperty("identifier").GetProperty("value").GetString());
        Assert.Equal("2026-03-04", study.GetProperty("started").GetString());          // a time without a zone is nobody's instant
        Assert.Equal("Endpoint/north-default", study.GetProperty("series")[0].GetProperty("endpoint")[0].GetProperty("reference").GetString());
        Assert.Equal("urn:oid:1.3.6.1.4.1.21367.13.80.1", study.GetProperty("meta").GetProperty("source").GetString());
    }

    [Theory]
    [InlineData(60, null, "2026-07-04T10:11:12+01:00")]
    [InlineData(null, "America/Chicago", "2026-07-04T10:11:12-05:00")]
    [InlineData(null, null, "2026-07-04")]
    public void Started_has_the_zone_of_the_object_else_of_the_custodian_else_none(int? offset, string? zone, string expected) =>
        Assert.Equal(expected, new Moment(new DateOnly(2026, 7, 4), new TimeOnly(10, 11, 12), offset).ToFhir(zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void Two_hundred_instances_take_about_32_KB()
    {
        var manifest = SomeManifest.Of("1.2.3.9", 1, [.. Enumerable.Range(1, 200).Select(i => $"1.2.826.0.1.3680043.8.498.6410818900703.{i}")]);
        Assert.InRange(ImagingStudyWriter.Write(Fold.Unite([new LiveManifest(manifest, "north")])!, Facts).Length, 25_000, 40_000);
    }

    private static void AssertAccepted(byte[] resource)
    {
        var reading = FhirJson.Read(resource);
        Assert.True(reading is FhirReading.Accepted, reading is FhirReading.Refused refused ? string.Join("; ", refused.Issues) : "");
    }
}
