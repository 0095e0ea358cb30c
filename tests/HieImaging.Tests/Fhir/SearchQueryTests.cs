using HieImaging.Fhir.Search;
using Xunit;

namespace HieImaging.Tests.Fhir;

public sealed class SearchQueryTests
{
    [Fact]
    public void A_parameter_has_a_name_a_modifier_a_chain_and_alternatives()
    {
        var term = Assert.Single(Read("?patient:Patient.identifier=urn%3Aoid%3A1.2%7CA%5C%2C1,b").Terms);

        Assert.Equal(("patient", "Patient", "identifier"), (term.Name, term.Modifier, term.Chain));
        Assert.Equal([@"urn:oid:1.2|A\,1", "b"], term.Values);
        Assert.Equal("patient:Patient.identifier", term.Parameter);
    }

    [Fact]
    public void The_same_name_twice_is_two_terms() => Assert.Equal(2, Read("started=ge2024&started=lt2025").Terms.Count);

    [Theory]
    [InlineData("patient=")]
    [InlineData("patient")]
    [InlineData("patient=a,,b")]
    [InlineData("patient=%20")]
    [InlineData("_id=%00")]
    [InlineData("_id=%C0%AE%C0%AE%2F")]
    [InlineData("_id=%zz")]
    [InlineData("_id=a%0Ab")]
    [InlineData("=a")]
    [InlineData("a b=c")]
    [InlineData("patient'--=c")]
    public void What_is_no_query_is_refused(string query) => Assert.IsType<SearchReading<SearchQuery>.Refused>(SearchQuery.Parse(query));

    [Fact]
    public void Length_parameters_and_alternatives_are_bounded()
    {
        Assert.IsType<SearchReading<SearchQuery>.Refused>(SearchQuery.Parse("a=" + new string('x', SearchQuery.LongestQuery)));
        Assert.IsType<SearchReading<SearchQuery>.Refused>(SearchQuery.Parse(string.Join('&', Enumerable.Repeat("a=b", 51))));
        Assert.IsType<SearchReading<SearchQuery>.Refused>(SearchQuery.Parse("a=" + string.Join(',', Enumerable.Repeat("b", 51))));
        Assert.IsType<SearchReading<SearchQuery>.Accepted>(SearchQuery.Parse("a=" + string.Join(',', Enumerable.Repeat("b", 50))));
    }

    [Theory]
    [InlineData("a", null, "a")]
    [InlineData("s|a", "s", "a")]
    [InlineData("|a", "", "a")]
    [InlineData("s|", "s", "")]
    [InlineData(@"s|a\|b", "s", "a|b")]
    public void A_token_is_a_system_and_a_code(string value, string? system, string code) =>
        Assert.Equal(new TokenValue(system, code), Value(TokenValue.Parse("p", value)));

    [Theory]
    [InlineData("|")]
    [InlineData("a|b|c")]
    public void A_token_without_either_or_with_more_is_refused(string value) => Assert.IsType<SearchReading<TokenValue>.Refused>(TokenValue.Parse("p", value));

    [Theory]
    [InlineData("s-1", null, "s-1", null)]
    [InlineData("Patient/s-1", "Patient", "s-1", null)]
    [InlineData("http://h:8080/fhir/Patient/s-1", "Patient", "s-1", "http://h:8080/fhir")]
    public void A_reference_is_an_id_a_type_and_id_or_a_URL(string value, string? type, string id, string? @base) =>
        Assert.Equal(new ReferenceValue(type, id, @base), Value(ReferenceValue.Parse("p", value)));

    [Theory]
    [InlineData("own' OR '1'='1")]
    [InlineData("Patient/a/b")]
    [InlineData("file:///etc/passwd")]
    [InlineData("urn:uuid:c757873d-ec9a-4326-a141-556f43239520")]
    public void Anything_else_is_no_reference(string value) => Assert.IsType<SearchReading<ReferenceValue>.Refused>(ReferenceValue.Parse("p", value));

    [Theory]
    [InlineData("2024", DatePrefix.Eq, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z")]
    [InlineData("ge2024-05", DatePrefix.Ge, "2024-05-01T00:00:00Z", "2024-06-01T00:00:00Z")]
    [InlineData("lt2024-02-29", DatePrefix.Lt, "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("sa2024-05-01T10:20Z", DatePrefix.Sa, "2024-05-01T10:20:00Z", "2024-05-01T10:21:00Z")]
    [InlineData("ap2024-05-01T10:20:30+02:00", DatePrefix.Ap, "2024-05-01T08:20:30Z", "2024-05-01T08:20:31Z")]
    [InlineData("eb2024-05-01T10:20:30 02:00", DatePrefix.Eb, "2024-05-01T08:20:30Z", "2024-05-01T08:20:31Z")]
    [InlineData("gt2024-05-01T10:20:30.5Z", DatePrefix.Gt, "2024-05-01T10:20:30.5Z", "2024-05-01T10:20:30.6Z")]
    public void A_date_covers_what_its_precision_says(string value, DatePrefix prefix, string from, string to) =>
        Assert.Equal(new DateValue(prefix, Instant(from), Instant(to)), Value(DateValue.Parse("p", value)));

    [Theory]
    [InlineData("2024-02-30")]
    [InlineData("2024-13")]
    [InlineData("0000")]
    [InlineData("9999")]
    [InlineData("xx2024")]
    [InlineData("2026-01-01T00:00:00+99:99")]
    [InlineData("gt99999999999999999999")]
    [InlineData("2024-05-01T25:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public void Anything_else_is_no_date(string value) => Assert.IsType<SearchReading<DateValue>.Refused>(DateValue.Parse("p", value));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static SearchQuery Read(string query) => Value(SearchQuery.Parse(query));

    private static T Value<T>(SearchReading<T> reading) => Assert.IsType<SearchReading<T>.Accepted>(reading).Value;
}
