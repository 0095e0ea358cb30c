using System.Text.Json;
using HieImaging.Identity.Documents;
using HieImaging.Identity.Matching;
using Xunit;

namespace HieImaging.Tests.Identity;

/// <summary>What a Patient may say, so that none costs everybody else.</summary>
public sealed class PatientBoundsTests
{
    [Theory]
    [InlineData("identifier", """{"system":"urn:oid:1.2.3","value":"7"}""", 100)]
    [InlineData("name", """{"family":"Ash"}""", 32)]
    [InlineData("telecom", """{"system":"phone","value":"5550104"}""", 32)]
    [InlineData("address", """{"city":"Newark"}""", 32)]
    public void More_than_anybody_has_is_too_much(string element, string item, int most)
    {
        Assert.Null(Exceeded(element, Enumerable.Repeat(item, most)));
        Assert.Equal(element, Exceeded(element, Enumerable.Repeat(item, most + 1)));
    }

    [Theory]
    [InlineData("identifier", "value", 256)]
    [InlineData("name", "family", 1_000)]
    [InlineData("telecom", "value", 1_000)]
    [InlineData("address", "city", 1_000)]
    public void So_is_one_that_is_longer_than_anybodys(string element, string member, int longest)
    {
        Assert.Null(Exceeded(element, [$$"""{"{{member}}":"{{new string('x', longest)}}"}"""]));
        Assert.Equal(element, Exceeded(element, [$$"""{"{{member}}":"{{new string('x', longest + 1)}}"}"""]));
    }

    [Theory]
    [InlineData("name", "given", 16)]
    [InlineData("address", "line", 16)]
    public void And_one_of_a_thousand_parts(string element, string member, int most)
    {
        Assert.Null(Exceeded(element, [$$"""{"{{member}}":[{{string.Join(',', Enumerable.Repeat("\"x\"", most))}}]}"""]));
        Assert.Equal(element, Exceeded(element, [$$"""{"{{member}}":[{{string.Join(',', Enumerable.Repeat("\"x\"", most + 1))}}]}"""]));
        Assert.Equal(element, Exceeded(element, [$$"""{"{{member}}":["{{new string('x', 1_001)}}"]}"""]));
    }

    [Fact]
    public void Numbers_of_a_megabyte_are_told_apart_at_once()
    {
        // as they were compared before, this needed 12 MB of stack and ended the process
        var number = string.Concat(Enumerable.Repeat("0123456789", 100_000));
        Assert.Equal(3, EditDistance.Between(number, number[1..] + "1", 2));
        Assert.Equal(0, EditDistance.Between(number, number, 2));
    }

    private static string? Exceeded(string element, IEnumerable<string> items)
    {
        using var patient = JsonDocument.Parse($$"""{"resourceType":"Patient","{{element}}":[{{string.Join(',', items)}}]}""");
        return PatientBounds.Exceeded(patient.RootElement);
    }
}
