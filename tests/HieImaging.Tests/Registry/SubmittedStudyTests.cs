using System.Text;
using HieImaging.Fhir.Json;
using HieImaging.Manifests.ImagingStudies;
using HieImaging.Registry.Receiving;
using Xunit;

namespace HieImaging.Tests.Registry;

/// <summary>For whom an ImagingStudy that is put speaks.</summary>
public sealed class SubmittedStudyTests
{
    private const string Unaddressed = """{"_url":{"extension":[{"url":"http://x","valueCode":"y"}]},"valueCode":"z"}""";
    private const string Elsewhere =
        $$$"""{"url":"{{{ImagingStudyWriter.CustodianExtension}}}","valueReference":{"reference":"Organization/elsewhere"}}""";

    [Theory]
    [InlineData(Unaddressed, "north")]
    [InlineData("""{"url":"http://x","valueCode":"z"}""", "north")]
    [InlineData(Elsewhere, null)]
    [InlineData(Unaddressed + "," + Elsewhere, null)]
    public void A_study_speaks_for_whom_its_extension_names_else_for_its_sender(string extensions, string? custodian)
    {
        var study = Assert.IsType<FhirReading.Accepted>(FhirJson.Read(Encoding.UTF8.GetBytes(
            $$"""{"resourceType":"ImagingStudy","extension":[{{extensions}}],"subject":{"display":"x"},"status":"available"}""")));

        Assert.Equal(custodian, SubmittedStudy.CustodianOf(
            study.Resource.Root, Situations.Caller(Situations.Domain()), Situations.Ids)?.Id);
    }
}
