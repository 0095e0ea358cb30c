using HieImaging.Bench.Identity;
using HieImaging.Identity.Matching;
using Xunit;

namespace HieImaging.Tests.Identity.Benching;

public sealed class PairFileTests
{
    [Fact]
    public void Any_field_may_be_missing_or_null_and_one_value_may_stand_for_a_list()
    {
        var (id, a, b) = Assert.Single(PairFile.Read("""
            [{ "id": 7,
               "a": { "family": "Rivera", "given": ["Ana", null, "Maria"], "birthDate": "1970-03-22", "phone": "555 1234567",
                      "identifiers": [{ "system": "urn:oid:1.2.3", "value": "N1", "type": "MR" }, { "system": "urn:oid:1.2.3", "value": null }, null] },
               "b": { "given": "Ana", "suffix": null, "line": ["8 Oak Street", "Apt 4"], "phone": ["1", "2"], "postalCode": 4223,
                      "identifiers": { "value": 99, "type": { "coding": [{ "code": "SS" }] } } } }]
            """));
        Assert.Equal("7", id);
        Assert.Equal(["Ana", "Maria"], a.Given);
        Assert.Equal(new DemographicIdentifier("urn:oid:1.2.3", "N1", "MR"), Assert.Single(a.Identifiers));
        Assert.Equal(("8 Oak Street, Apt 4", "4223"), (b.Line, b.PostalCode));
        Assert.Equal(["1", "2"], b.Phones);
        Assert.Equal(new DemographicIdentifier("", "99", "SS"), Assert.Single(b.Identifiers));
        Assert.Null(b.Family);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[{")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{ "id": "x", "a": {} }]""")]
    [InlineData("""[{ "id": "x", "a": {}, "b": null }]""")]
    public void What_is_no_file_of_pairs_is_refused(string json) => Assert.Throws<InvalidDataException>(() => PairFile.Read(json));

    [Fact]
    public void A_line_has_the_id_the_answer_the_score_and_the_fields()
    {
        var one = Comparable.Of(HardCases.HardCase.Who());
        var line = IdentityPairsCommand.Line("my pair", MatchDecision.Of(MatchWeights.Shipped, new HashSet<string>(), 1_000_000, one, one));
        Assert.Matches(@"^my_pair link \d+\.\d given:equal=\d+\.\d family:equal=\d+\.\d ", line);
    }
}
