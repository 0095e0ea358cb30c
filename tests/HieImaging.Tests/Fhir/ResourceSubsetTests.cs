using System.Text;
using System.Text.Json;
using HieImaging.Fhir.Json;
using Xunit;

namespace HieImaging.Tests.Fhir;

public sealed class ResourceSubsetTests
{
    private static readonly byte[] Study = Encoding.UTF8.GetBytes("""
        {"resourceType":"ImagingStudy","id":"a","meta":{"versionId":"3","tag":[{"code":"x"}],"source":"urn:oid:1.2"},"text":{"status":"empty","div":"<div/>"},"identifier":[{"value":"1"}],"status":"available","_status":{"id":"s"},"subject":{"reference":"Patient/s-1"},"started":"2024","description":"no","series":[{"uid":"1.2","number":4,"instance":[{"uid":"1.3"}]},{"uid":"1.4"}]}
        """);

    [Fact]
    public void Elements_are_shown_with_what_must_be_there_and_it_says_that_it_is_a_part() =>
        Assert.Equal(
            """{"resourceType":"ImagingStudy","id":"a","meta":{"versionId":"3","source":"urn:oid:1.2","tag":[{"code":"x"},{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}]},"identifier":[{"value":"1"}],"status":"available","_status":{"id":"s"},"subject":{"reference":"Patient/s-1"}}""",
            Of(ResourceSubset.Elements(Study, ["identifier"])));

    [Fact]
    public void A_path_opens_what_repeats()
    {
        using var part = JsonDocument.Parse(ResourceSubset.Elements(Study, ["series.uid"]));
        Assert.Equal("""[{"uid":"1.2"},{"uid":"1.4"}]""", part.RootElement.GetProperty("series").GetRawText());
    }

    [Fact]
    public void A_choice_is_named_by_its_stem() =>
        Assert.Contains("deceasedBoolean", Of(ResourceSubset.Elements("""{"resourceType":"Patient","deceasedBoolean":true,"gender":"male"}"""u8.ToArray(), ["deceased"])), StringComparison.Ordinal);

    [Fact]
    public void Data_is_all_but_the_narrative()
    {
        var data = Of(ResourceSubset.WithoutText(Study));
        Assert.DoesNotContain("\"text\"", data, StringComparison.Ordinal);
        Assert.Contains("\"description\"", data, StringComparison.Ordinal);
        Assert.Contains("SUBSETTED", data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ImagingStudy", "series", true)]
    [InlineData("ImagingStudy", "meta", true)]
    [InlineData("Patient", "deceased", true)]
    [InlineData("ImagingStudy", "series.uid", false)]
    [InlineData("ImagingStudy", "nothing", false)]
    public void Elements_are_those_of_the_type(string type, string element, bool has) => Assert.Equal(has, ResourceSubset.Has(type, element));

    [Theory]
    [InlineData("{\"resourceType\":\"ImagingStudy\",\"status\":\"available\",\"subject\":{\"display\":\"x\"}}")]
    public void A_part_of_a_sound_resource_is_a_sound_resource(string resource) =>
        Assert.IsType<FhirReading.Accepted>(FhirJson.Read(ResourceSubset.Elements(Encoding.UTF8.GetBytes(resource), ["started"])));

    private static string Of(byte[] resource) => Encoding.UTF8.GetString(resource);
}
