using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Fhir.Json;
using HieImaging.Manifests;
using HieImaging.Manifests.ImagingStudies;
using HieImaging.Manifests.KeyObjects;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Manifests;

public sealed class ImagingStudyReaderTests(ITestOutputHelper output)
{
    private static readonly RetrieveLocationUid Location = RetrieveLocationUid.Parse("1.2.3.4");

    private static readonly ImagingStudyTerms Terms = new()
    {
        Custodian = new CustodianTerms { DefaultAuthority = AssigningAuthority.Parse("1.2.9"), AccessionAuthority = AssigningAuthority.Parse("1.2.8") },
        Endpoints = new Dictionary<string, RetrieveLocationUid?> { ["way"] = Location, ["default"] = null },
        Document = SopInstanceUid.Parse("2.25.7"), Received = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero),
    };

    [Fact]
    public void What_the_resource_says_the_manifest_says()
    {
        var manifest = Assert.Single(Assert.IsType<KeyObjectReading.Manifests>(Read(Study())).Of);

        Assert.Equal("2.25.7", manifest.KeyObject.Text);
        Assert.Equal(("P1", "1.2.9.1"), (manifest.Patient.Identifier.Value, manifest.Patient.Identifier.Authority.Oid.Text));
        Assert.Equal(new Moment(new(2024, 3, 5), new(9, 30), -360), manifest.Study.Started);
        Assert.Equal([new Accession("A1", AssigningAuthority.Parse("1.2.7")), new Accession("A2", AssigningAuthority.Parse("1.2.8"))], manifest.Study.Accessions);
        Assert.Equal("Dr Ada Okafor", manifest.Study.ReferringPhysician);
        Assert.Equal(["Ken Okada"], manifest.Study.Interpreters);
        Assert.Equal(new CodedConcept("25064002", "SCT", "Headache"), Assert.Single(manifest.Study.Reasons!));
        var series = Assert.Single(manifest.Study.Series);
        Assert.Equal(("1.2.3.1", "CT", 2), (series.Uid.Text, series.Modality, series.Number));
        Assert.Equal(new CodedConcept("774007", "SCT", "Head and neck"), series.Region);
        Assert.Equal(Location, Assert.Single(series.Locations).Uid);
        Assert.Equal(["1.2.3.1.1", "1.2.3.1.2"], series.Instances.Select(instance => instance.Uid.Text));
        Assert.Equal("1.2.840.10008.5.1.4.1.1.2", series.Instances[0].SopClass);
    }

    [Theory]
    [InlineData("identifier.0.system", "urn:ietf:rfc:3986", ManifestRefusal.BadUid)]
    [InlineData("identifier.0.value", "urn:oid:1.2.x", ManifestRefusal.BadUid)]
    [InlineData("subject.identifier.system", "http://example.org/mrn", ManifestRefusal.UnknownAuthority)]
    [InlineData("subject.identifier", null, ManifestRefusal.NoPatient)]
    [InlineData("subject.identifier.value", null, ManifestRefusal.NoPatient)]
    [InlineData("series", null, ManifestRefusal.NoInstances)]
    [InlineData("series.0.instance", null, ManifestRefusal.NoInstances)]
    [InlineData("series.0.uid", "none", ManifestRefusal.BadUid)]
    [InlineData("series.0.instance.0.uid", "1.2.3.1.2", ManifestRefusal.Contradiction)]
    [InlineData("series.0.instance.0.sopClass.code", "CT", ManifestRefusal.NoInstances)]
    [InlineData("series.0.endpoint.0.reference", "Endpoint/elsewhere", ManifestRefusal.UnknownEndpoint)]
    [InlineData("status", "entered-in-error", ManifestRefusal.NoEvidence)]
    public void What_names_no_study_of_no_patient_is_refused(string path, string? value, string code) =>
        Assert.Equal(code, Assert.IsType<KeyObjectReading.Refused>(Read(With(Study(), path, value))).Refusal.Code);

    // Compared with each other they would be twenty thousand million pairs.
    [Fact]
    public async Task Two_hundred_thousand_accession_numbers_are_each_told_once()
    {
        const int count = 200_000;
        var numbers = Enumerable.Range(0, count).Select(each =>
            $$"""{"type":{"coding":[{"code":"ACSN"}]},"system":"urn:oid:1.2.7.{{each}}","value":"A1"}""").ToList();
        var text = Study().ToJsonString().Replace("\"identifier\":[{\"system\":\"urn:dicom:uid\"",
            $"\"identifier\":[{string.Join(',', numbers)},{numbers[7]},{{\"system\":\"urn:dicom:uid\"", StringComparison.Ordinal);
        using var study = JsonDocument.Parse(text);

        var read = await Task.Run(() => ImagingStudyReader.Read(study.RootElement, Terms)).WaitAsync(TimeSpan.FromMinutes(1));

        var accessions = Assert.Single(Assert.IsType<KeyObjectReading.Manifests>(read).Of).Study.Accessions;
        Assert.Equal(count + 2, accessions.Count);
    }

    [Fact]
    public void A_contained_patient_is_taken_with_name_and_birth_date_and_a_contradicting_reference_is_refused()
    {
        var study = Study();
        study["contained"] = JsonNode.Parse("""[{"resourceType":"Patient","id":"p","identifier":[{"value":"P9"}],"name":[{"family":"Doe^x","given":["Jo"]}],"birthDate":"1950-02-03","gender":"female"}]""");
        study["subject"] = new JsonObject { ["reference"] = "#p" };

        var patient = Assert.IsType<KeyObjectReading.Manifests>(Read(study)).Of[0].Patient;
        Assert.Equal(("P9", "1.2.9", "Doe x^Jo", "F"), (patient.Identifier.Value, patient.Identifier.Authority.Oid.Text, patient.Name, patient.Sex));
        Assert.Equal(new DateOnly(1950, 2, 3), patient.BirthDate);
        var other = Terms with { Subject = PatientIdentifier.Create(AssigningAuthority.Parse("1.2.9"), "P8") };
        Assert.Equal(ManifestRefusal.Contradiction, Assert.IsType<KeyObjectReading.Refused>(ImagingStudyReader.Read(Root(study), other)).Refusal.Code);
        study["subject"] = new JsonObject { ["reference"] = "Patient/s-x" };
        Assert.Equal("P8", Assert.IsType<KeyObjectReading.Manifests>(ImagingStudyReader.Read(Root(study), other)).Of[0].Patient.Identifier.Value);
    }

    [Fact]
    public void What_this_exchange_answers_can_be_submitted_and_is_answered_the_same()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var facts = new ImagingStudyFacts
        {
            Id = "x", Version = 1, LastUpdated = DateTimeOffset.UnixEpoch, Subject = "Patient/s-x", Source = "urn:oid:1.2", Custodian = "Organization/o",
            EndpointOf = location => location is null ? "default" : "way",
        };
        for (var i = 0; i < 200; i++)
        {
            var manifest = Answerable(SomeManifest.Any(random));
            var bytes = ImagingStudyWriter.Write(Fold.Unite([new(manifest, "north")])!, facts);
            using var json = JsonDocument.Parse(bytes);
            var reading = ImagingStudyReader.Read(json.RootElement, Terms);
            var read = Assert.IsType<KeyObjectReading.Manifests>(reading).Of[0];
            var again = ImagingStudyWriter.Write(Fold.Unite([new(read, "north")])!, facts);
            Assert.True(bytes.AsSpan().SequenceEqual(again), $"{i}:\n{Encoding.UTF8.GetString(bytes)}\n{Encoding.UTF8.GetString(again)}");
        }
    }

    // One place for all, and a region whose scheme FHIR knows: what the resource cannot say does not come back.
    private static Manifest Answerable(Manifest manifest) => manifest with
    {
        Study = manifest.Study with
        {
            Series = [.. manifest.Study.Series.Select(series => series with
            {
                Locations = [new SeriesLocation(Location, null, null)],
                Region = series.Region is null ? null : series.Region with { Scheme = "SCT" },
            })],
        },
    };

    private static KeyObjectReading Read(JsonObject study) => ImagingStudyReader.Read(Root(study), Terms);

    private static JsonElement Root(JsonObject study) => JsonDocument.Parse(study.ToJsonString()).RootElement;

    private static JsonObject With(JsonObject study, string path, string? value)
    {
        var steps = path.Split('.');
        JsonNode at = study;
        foreach (var step in steps[..^1])
            at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        if (value is null)
            at.AsObject().Remove(steps[^1]);
        else
            at[steps[^1]] = value;
        return study;
    }

    private static JsonObject Study()
    {
        var study = JsonNode.Parse("""
            {"resourceType":"ImagingStudy","status":"available",
             "identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"},{"type":{"coding":[{"code":"ACSN"}]},"system":"urn:oid:1.2.7","value":"A1"}],
             "subject":{"identifier":{"system":"urn:oid:1.2.9.1","value":"P1"}},"started":"2024-03-05T09:30:00-06:00",
             "basedOn":[{"identifier":{"type":{"coding":[{"code":"121022"}]},"value":"A2"}}],
             "referrer":{"display":"Dr Ada Okafor"},"interpreter":[{"display":"Ken^Okada"}],
             "reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"25064002","display":"Headache"}]}],
             "series":[{"uid":"1.2.3.1","number":2,"modality":{"code":"CT"},"endpoint":[{"reference":"http://hie/fhir/Endpoint/way"}],
               "bodySite":{"system":"http://snomed.info/sct","code":"774007","display":"Head and neck"},
               "instance":[{"uid":"1.2.3.1.1","sopClass":{"system":"urn:ietf:rfc:3986","code":"urn:oid:1.2.840.10008.5.1.4.1.1.2"}},
                           {"uid":"urn:oid:1.2.3.1.2","sopClass":{"code":"1.2.840.10008.5.1.4.1.1.2"},"number":2}]}]}
            """)!.AsObject();
        Assert.NotNull(study);
        return study;
    }
}
