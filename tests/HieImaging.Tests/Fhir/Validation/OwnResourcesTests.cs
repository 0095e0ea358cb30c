using System.Text;
using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using HieImaging.Governance.Onboarding;
using HieImaging.Manifests;
using HieImaging.Manifests.ImagingStudies;
using HieImaging.Manifests.Patients;
using HieImaging.RecordLocator.Keys;
using HieImaging.Tests.FhirServer;
using HieImaging.Tests.Manifests;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Fhir.Validation;

/// <summary>What this node itself writes holds R4's rules and its own profiles.</summary>
public sealed class OwnResourcesTests(ITestOutputHelper output)
{
    private static readonly ImagingStudyFacts Facts = new()
    {
        Id = "i-1", Version = 3, LastUpdated = DateTimeOffset.UnixEpoch, Subject = "Patient/s-1", Source = "urn:oid:1.3.6.1.4.1.21367.13.80.1",
        Custodian = "Organization/north", CustodianName = "North Hospital", EndpointOf = location => "north-" + (location?.Text ?? "default").Replace('_', '-'),
        Labels = [("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "N")],
    };

    [Fact]
    public void Any_manifest_becomes_a_study_and_a_patient_of_the_profiles()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var run = 0; run < 200; run++)
        {
            var manifest = SomeManifest.Any(random);
            AssertValid(ImagingStudyWriter.Write(Fold.Unite([new LiveManifest(manifest, "north")])!, Facts), "hie-imaging-study");
            AssertValid(NamedPatientWriter.Write(manifest.Patient), "hie-patient");
        }
    }

    [Fact]
    public void Real_manifests_become_studies_of_the_profile()
    {
        if (KeyObjectCorpus.Folder(output) is not { } folder)
            return;
        var studies = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.dcm", SearchOption.AllDirectories))
        {
            foreach (var manifest in HieImaging.Manifests.KeyObjects.KeyObjectReader.Read(File.ReadAllBytes(file), KeyObjectCorpus.Terms) is HieImaging.Manifests.KeyObjects.KeyObjectReading.Manifests read ? read.Of : [])
            {
                if (Fold.Unite([new LiveManifest(manifest, "north")]) is not { } united)
                    continue;
                AssertValid(ImagingStudyWriter.Write(united, Facts), "hie-imaging-study");
                studies++;
            }
        }
        output.WriteLine($"{studies} studies");
        Assert.True(studies > 10);
    }

    [Fact]
    public void Participants_become_Organizations_and_Endpoints_of_the_profiles()
    {
        var folder = Path.Combine(Architecture.Repository.Root, "profiles", "affinity-domain");
        var text = string.Join('\n', File.ReadLines(Path.Combine(folder, "example.jsonc")).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
        var (file, problems) = DomainFileCheck.Read(Encoding.UTF8.GetBytes(text));
        Assert.Empty(problems);

        var derived = DomainResources.Of(file!, new ResourceIds(new byte[32]), "https://hie.example.org");

        foreach (var organization in derived.Organizations)
            AssertValid(FhirJson.Canonical(organization.Resource), "hie-organization");
        foreach (var endpoint in derived.Endpoints)
            AssertValid(FhirJson.Canonical(endpoint.Resource), "hie-endpoint");
    }

    [Fact]
    public void The_capability_statement_holds_R4_s_rules() => AssertValid(CapabilityStatement.Write(
        [SampleDeclaration.Study, SampleDeclaration.Endpoint],
        new FhirDoorOptions { PublicBase = () => "http://hie/fhir", CallerKey = _ => "", PageKey = () => new byte[32], May = (_, _) => new(true), Refused = (_, _, _) => Task.CompletedTask },
        new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));

    [Fact]
    public void The_profiles_themselves_hold_R4_s_rules_and_are_understood()
    {
        var folder = Path.Combine(Architecture.Repository.Root, "profiles", "fhir");
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
            AssertValid(File.ReadAllBytes(file));
        Assert.True(ProfileTables.Urls.Count() >= 5);
        Assert.All(ProfileTables.Urls, url => Assert.Equal(url, ProfileTables.Find(url)?.Url));
    }

    [Theory]
    [InlineData("numberOfSeries", 7, "invariant ImagingStudy")]
    [InlineData("numberOfInstances", 7, "invariant ImagingStudy")]
    [InlineData("status", "registered", "code-invalid ImagingStudy.status")]
    [InlineData("meta", null, "required ImagingStudy.meta")]
    [InlineData("extension", null, "required ImagingStudy.extension;required ImagingStudy.extension")]
    [InlineData("series", null, "required ImagingStudy.series;invariant ImagingStudy;invariant ImagingStudy")]
    [InlineData("identifier", null, "required ImagingStudy.identifier;required ImagingStudy.identifier")]
    public void What_the_node_would_never_write_is_not_of_the_profile(string member, object? value, string wrong)
    {
        var study = (JsonObject)JsonNode.Parse(ImagingStudyWriter.Write(Fold.Unite([new LiveManifest(SomeManifest.Of("1.2.3.9", 1, "1.2.3.1.1"), "north")])!, Facts))!;
        study[member] = value switch { int number => number, string text => text, _ => null };
        if (value is null)
            study.Remove(member);

        var issues = Judge(Encoding.UTF8.GetBytes(study.ToJsonString()), "hie-imaging-study");

        Assert.Equal(wrong.Split(';').Order(), issues.Where(issue => issue.Severity == IssueSeverity.Error).Select(issue => $"{issue.Code} {issue.Expression}").Order());
    }

    private static void AssertValid(byte[] resource, string? profile = null) =>
        Assert.DoesNotContain(Judge(resource, profile), issue => issue.Severity == IssueSeverity.Error);

    private static IReadOnlyList<FhirIssue> Judge(byte[] resource, string? profile) =>
        Validator.Validate(ValidatorTests.Read(Encoding.UTF8.GetString(resource)),
            profile is null ? [] : [ProfileTables.Find(ProfileTables.House + "StructureDefinition/" + profile)!]);
}
