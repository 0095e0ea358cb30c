using System.Text.Json;
using HieImaging.Fhir.Search;
using HieImaging.Identity.Answering;
using Xunit;

namespace HieImaging.Tests.Identity;

/// <summary>The closed slices of $match's Parameters (PDQm 2:3.119.4.1.2).</summary>
public sealed class MatchQuestionTests
{
    private const string Resource = """{"name":"resource","resource":{"resourceType":"Patient","id":"x"}}""";

    [Theory]
    [InlineData("""{"resourceType":"Patient","id":"x"}""", false, 20)]
    [InlineData($$"""{"resourceType":"Parameters","parameter":[{{Resource}}]}""", false, 20)]
    [InlineData($$"""{"resourceType":"Parameters","parameter":[{"name":"count","valueInteger":3},{{Resource}},{"name":"onlyCertainMatches","valueBoolean":true}]}""", true, 3)]
    [InlineData($$"""{"resourceType":"Parameters","parameter":[{{Resource}},{"name":"count","valueInteger":100000}]}""", false, 100)]
    public void What_the_profile_knows_is_asked(string body, bool onlyCertain, int count)
    {
        var asked = Assert.IsType<MatchQuestion.Asked>(Read(body));
        Assert.Equal((onlyCertain, count, "x"), (asked.OnlyCertain, asked.Count, asked.Patient.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("""{"resourceType":"Observation"}""", "invalid")]
    [InlineData("""{"resourceType":"Parameters"}""", "required")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"count","valueInteger":3}]}""", "required")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Person"}}]}""", "value")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"resource","valueString":"x"}]}""", "value")]
    [InlineData($$"""{"resourceType":"Parameters","parameter":[{{Resource}},{{Resource}}]}""", "invalid")]
    [InlineData($$"""{"resourceType":"Parameters","parameter":[{{Resource}},{"name":"count","valueInteger":0}]}""", "value")]
    [InlineData($$"""{"resourceType":"Parameters","parameter":[{{Resource}},{"name":"count","valueInteger":-1}]}""", "value")]
    [InlineData($$"""{"resourceType":"Parameters","parameter":[{{Resource}},{"name":"count","valueString":"3"}]}""", "value")]
    [InlineData($$"""{"resourceType":"Parameters","parameter":[{{Resource}},{"name":"onlyCertainMatches","valueString":"true"}]}""", "value")]
    [InlineData($$"""{"resourceType":"Parameters","parameter":[{{Resource}},{"name":"threshold","valueDecimal":0.5}]}""", "not-supported")]
    public void What_it_does_not_know_is_refused(string body, string code)
    {
        var refused = Assert.IsType<MatchQuestion.Refused>(Read(body));
        Assert.Equal((400, code), (refused.Status, refused.Issue.Code));
    }

    [Fact]
    public void Nobody_is_looked_for_by_more_than_anybody_has() => Assert.Equal(422, Assert.IsType<MatchQuestion.Refused>(Read(
        $$"""{"resourceType":"Patient","name":[{{string.Join(',', Enumerable.Repeat("""{"family":"Ash"}""", 33))}}]}""")).Status);

    [Fact]
    public void The_url_has_no_parameters() => Assert.Equal(
        "not-supported", Assert.IsType<MatchQuestion.Refused>(Read("""{"resourceType":"Patient"}""", "?count=3")).Issue.Code);

    private static MatchQuestion Read(string body, string query = "") => MatchQuestion.Read(
        Assert.IsType<SearchReading<SearchQuery>.Accepted>(SearchQuery.Parse(query)).Value, JsonDocument.Parse(body).RootElement);
}
