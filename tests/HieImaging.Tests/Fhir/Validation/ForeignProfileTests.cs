using System.Text;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Validation;
using HieImaging.Fhir.Xml;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Fhir.Validation;

/// <summary>StructureDefinitions that others wrote are understood, or refused with the element that is not.</summary>
public sealed class ForeignProfileTests(ITestOutputHelper output)
{
    [Fact]
    public void IHE_profiles_compile()
    {
        if (FhirCorpus.Folder("ihe/ihe-structuredefinitions") is not { } folder)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        var compiled = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (FhirXml.Read(File.ReadAllBytes(file)) is not FhirReading.Accepted { Resource: var definition })
                continue;                                                      // three are of STU3
            var profile = ProfileReader.Read(definition.Root, _ => null);
            output.WriteLine($"{profile.Type} {profile.Url}");
            compiled++;
        }
        Assert.True(compiled > 8);
    }

    [Theory]
    [InlineData("hl7eu/resources/StructureDefinition-EHDSImagingStudy.json")]
    public void What_is_not_for_a_type_of_R4_is_refused(string name)
    {
        if (FhirCorpus.Folder("ihe") is not { } folder)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        using var definition = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name), Encoding.UTF8));
        output.WriteLine(Assert.Throws<InvalidDataException>(() => ProfileReader.Read(definition.RootElement, _ => null)).Message);
    }

    [Fact]
    public void A_minimal_document_reference_of_IHE_is_held_against_its_profile()
    {
        if (FhirCorpus.Folder("ihe/ihe-structuredefinitions/v320") is not { } folder)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        var definition = Assert.IsType<FhirReading.Accepted>(FhirXml.Read(File.ReadAllBytes(Path.Combine(folder, "IHE_MHD_Query_Minimal_DocumentReference.xml")))).Resource;
        var profile = ProfileReader.Read(definition.Root, _ => null);

        var bare = Validator.Validate(ValidatorTests.Read("""{"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"url":"http://x"}}]}"""), profile);

        bare.ToList().ForEach(issue => output.WriteLine(issue.ToString()));
        Assert.Contains(bare, issue => issue.Code == "required" && issue.Expression!.StartsWith("DocumentReference.", StringComparison.Ordinal));
    }
}
