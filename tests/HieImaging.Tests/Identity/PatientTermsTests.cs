using System.Text.Json;
using HieImaging.Identity.Documents;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class PatientTermsTests
{
    [Theory]
    [InlineData("""{"name":[{"family":"Müller-Ash","given":["Zoë Ann"]}]}""", "family=MULLERASH", "family=MULLER", "family=ASH", "family<MUL", "family~NLR", "given=ZOE", "given=ANN", "given=ZOEANN")]
    [InlineData("""{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName","valueString":"Reyes"}]}""", "maiden=REYES", "maiden<REY")]
    [InlineData("""{"address":[{"line":["123 Main Street"],"city":"New Ark","state":"NJ","postalCode":"30293","country":"USA"}]}""",
        "city=NEWARK", "state=NJ", "postal=30293", "country=USA", "address=MAIN", "address=123", "address=NEW", "address=NJ", "address<MAI")]
    [InlineData("""{"telecom":[{"system":"phone","value":"+1 (555) 010-4477"},{"system":"email","value":"A@Example.org"}]}""",
        "telecom=15550104477", "telecom=phone|15550104477", "telecom=a@example.org", "telecom=email|a@example.org")]
    public void What_a_source_says_is_found_by_its_words(string patient, params string[] terms) => Assert.Empty(terms.Except(Of(patient)));

    [Theory]
    [InlineData("""{"name":[{"family":"Unknown","given":["Baby"]}]}""")]
    [InlineData("""{"name":[{"family":"%"}],"telecom":[{"system":"phone"}],"address":[{}]}""")]
    [InlineData("""{"extension":[{"url":"http://example.org/other","valueString":"Reyes"}]}""")]
    [InlineData("""{"name":[{"text":"Ash"}]}""")]
    public void What_says_nothing_is_found_by_nothing(string patient) => Assert.Empty(Of(patient));

    [Theory]
    [InlineData("A", null, "exists")]                                              // shorter than what the index holds: the rows one by one
    [InlineData("ash", null, "source.terms @> $1")]
    [InlineData("Ashby", null, "(source.terms @> $1 and exists")]
    [InlineData("Ash", "exact", "source.terms @> $1")]
    [InlineData("%", null, "false")]                                               // no sign is a wildcard
    [InlineData("_*", "contains", "false")]
    public void A_word_is_asked_of_the_index_as_far_as_it_holds(string text, string? modifier, string sql) =>
        Assert.StartsWith(sql, PatientTerms.Worded("family", text, modifier).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Ash", "source.terms @> $1")]
    [InlineData("As*", "exists (select from unnest(source.terms) term where term like $1)")]
    [InlineData("Ash*by", "(source.terms @> $1 and exists (select from unnest(source.terms) term where term like $2))")]
    [InlineData("*", "false")]
    [InlineData("%*", "false")]
    public void A_star_stands_for_anything(string text, string sql) => Assert.Equal(sql, PatientTerms.Pattern("family", text).ToString());

    [Theory]
    [InlineData("JONES", "Jonez")]
    [InlineData("Jennifer", "JENIPHER")]
    [InlineData("Müller", "Mueller")]
    public void What_sounds_alike_is_asked_for_alike(string one, string other) =>
        Assert.Contains("given~" + Sound(one), Of($$"""{"name":[{"given":["{{other}}"]}]}"""));

    private static string Sound(string name) =>
        Of($$"""{"name":[{"family":"{{name}}"}]}""").Single(term => term.StartsWith("family~", StringComparison.Ordinal))["family~".Length..];

    private static string[] Of(string patient)
    {
        using var json = JsonDocument.Parse(patient);
        return PatientTerms.In(json.RootElement);
    }
}
