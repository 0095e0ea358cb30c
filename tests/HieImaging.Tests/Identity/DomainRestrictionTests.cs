using System.Text;
using System.Text.Json;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Search;
using HieImaging.Identity.Answering;
using HieImaging.Tests.Trust;
using Xunit;

namespace HieImaging.Tests.Identity;

/// <summary>ITI-78's restriction to domains: which of a patient's numbers are shown.</summary>
public sealed class DomainRestrictionTests
{
    private const string Patient = """
        {"resourceType":"Patient","id":"p-1","meta":{"versionId":"3"},
         "identifier":[{"system":"urn:oid:1.2.6.1","value":"N1"},{"system":"urn:oid:1.2.6.2","value":"S1"},
                       {"system":"http://hl7.org/fhir/sid/us-ssn","value":"481-27-4185"},{"value":"7"}],"gender":"female"}
        """;

    private static readonly Domain Domain = new(Members.File(ImplicitConsent.Permit) with
    {
        Authorities = Members.NorthAndSouth,
    }, 1);

    [Theory]
    [InlineData("identifier=urn:oid:1.2.6.1%7C", "N1")]
    [InlineData("identifier=1.2.6.1%7C", "N1")]
    [InlineData("identifier=NORTH%7C,urn:oid:1.2.6.2%7C", "N1 S1")]
    [InlineData("identifier=NORTH%7C&identifier=SOUTH%7C&gender=female", "N1 S1")]
    [InlineData("identifier=urn:oid:1.2.6.1%7CN1&identifier=SOUTH%7C", "S1")]            // asked by one, wanted of another
    [InlineData("identifier=urn:oid:2.16.840.1.113883.4.1%7C", "481-27-4185")]           // one system, two spellings
    [InlineData("identifier=urn:oid:2.999%7C", "")]
    public void A_search_that_names_domains_shows_their_numbers_alone(string query, string numbers)
    {
        var shown = Shown(query);
        Assert.Equal(numbers, Numbers(shown));
        Assert.Equal("SUBSETTED", shown.GetProperty("meta").GetProperty("tag")[0].GetProperty("code").GetString());
        Assert.Equal("female", shown.GetProperty("gender").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("identifier=urn:oid:1.2.6.1%7CN1")]
    [InlineData("identifier=N1")]
    [InlineData("gender=female")]
    public void One_that_names_none_shows_all(string query) => Assert.Null(DomainRestriction.Of(Query(query), Domain));

    [Fact]
    public void Who_has_numbers_of_these_alone_is_shown_whole()
    {
        var only = """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.6.1","value":"N1"}]}"""u8.ToArray();
        Assert.Equal(only, DomainRestriction.Of(Query("identifier=NORTH%7C"), Domain)!(only).ToArray());
    }

    [Fact]
    public void A_part_of_it_says_once_that_it_is_a_part()
    {
        var part = ResourceSubset.Elements(
            DomainRestriction.Of(Query("identifier=NORTH%7C"), Domain)!(Encoding.UTF8.GetBytes(Patient)), ["identifier"]);
        Assert.Single(JsonDocument.Parse(part).RootElement.GetProperty("meta").GetProperty("tag").EnumerateArray());
    }

    private static JsonElement Shown(string query) =>
        JsonDocument.Parse(DomainRestriction.Of(Query(query), Domain)!(Encoding.UTF8.GetBytes(Patient))).RootElement;

    private static string Numbers(JsonElement patient) => patient.TryGetProperty("identifier", out var identifiers)
        ? string.Join(' ', identifiers.EnumerateArray().Select(one => one.GetProperty("value").GetString())) : "";

    private static SearchQuery Query(string text) =>
        Assert.IsType<SearchReading<SearchQuery>.Accepted>(SearchQuery.Parse(text)).Value;
}
