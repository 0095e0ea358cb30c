using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Search;
using HieImaging.Identity.Answering;
using HieImaging.Tests.Trust;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class IhePixQuestionTests
{
    private const string Base = "https://hie.example.org/fhir";

    private static readonly Domain Domain = new(Members.File(ImplicitConsent.Permit) with
    {
        Authorities = [new() { Oid = "1.2.6.1", Namespace = "NORTH", Feeder = "north" }, new() { Oid = "1.2.6.2", Feeder = "south" }],
    }, 1);

    // PIXm table 2:3.83.4.1.3-1
    [Theory]
    [InlineData("targetSystem=urn:oid:1.2.6.2", 400, "required")]
    [InlineData("sourceIdentifier=urn:oid:1.2.6.1|", 400, "required")]
    [InlineData("sourceIdentifier=urn:oid:1.2.6.1|1,urn:oid:1.2.6.1|2", 400, "required")]
    [InlineData("sourceIdentifier=urn:oid:1.2.6.1|1&sourceIdentifier=urn:oid:1.2.6.1|2", 400, "required")]
    [InlineData("sourceIdentifier=urn:oid:1.2.6.1|1&name=x", 400, "not-supported")]
    [InlineData("sourceIdentifier:exact=urn:oid:1.2.6.1|1", 400, "not-supported")]
    [InlineData("sourceIdentifier=4711", 400, "code-invalid")]
    [InlineData("sourceIdentifier=|4711", 400, "code-invalid")]
    [InlineData("sourceIdentifier=urn:oid:9.9|4711", 400, "code-invalid")]
    [InlineData("sourceIdentifier=WEST|4711", 400, "code-invalid")]
    [InlineData("sourceIdentifier=https://elsewhere.example.org/fhir|Patient/s-1", 400, "code-invalid")]
    [InlineData("sourceIdentifier=https://hie.example.org/fhir|Observation/1", 404, "not-found")]
    [InlineData("sourceIdentifier=https://hie.example.org/fhir|Patient/Ash Joan", 404, "not-found")]
    [InlineData("sourceIdentifier=urn:oid:1.2.6.1|1&targetSystem=urn:oid:9.9", 403, "code-invalid")]
    [InlineData("sourceIdentifier=urn:oid:1.2.6.1|1&targetSystem=urn:oid:1.2.6.2&targetSystem=EAST", 403, "code-invalid")]
    [InlineData("sourceIdentifier=urn:oid:9.9|1&targetSystem=urn:oid:9.9", 400, "code-invalid")]         // the source is judged first
    public void What_cannot_be_asked_is_refused(string query, int status, string code)
    {
        var refused = Assert.IsType<IhePixQuestion.Refused>(Read(query));
        Assert.Equal((status, code), (refused.Status, refused.Issue.Code));
    }

    [Theory]
    [InlineData("urn:oid:1.2.6.1|4711")]
    [InlineData("1.2.6.1|4711")]
    [InlineData("NORTH|4711")]
    public void An_authority_has_three_spellings(string source)
    {
        var asked = Assert.IsType<IhePixQuestion.Asked>(Read($"sourceIdentifier={source}&targetSystem=NORTH&targetSystem=urn:oid:1.2.6.2,1.2.6.1"));
        Assert.Equal(("1.2.6.1", "4711"), (asked.Source.Authority.Oid.Text, asked.Source.Value));
        Assert.Equal(["1.2.6.1", "1.2.6.2"], asked.Targets.Order());
    }

    [Theory]
    [InlineData("https://hie.example.org/fhir|Patient/s-abc2", "s-abc2")]
    [InlineData("https://hie.example.org/fhir/|Patient/p-abc2", "p-abc2")]
    public void This_nodes_own_ids_are_asked_by_too(string source, string id) =>
        Assert.Equal(id, Assert.IsType<IhePixQuestion.AskedById>(Read("sourceIdentifier=" + source)).Id);

    private static IhePixQuestion Read(string query) => IhePixQuestion.Read(
        Assert.IsType<SearchReading<SearchQuery>.Accepted>(SearchQuery.Parse("?" + query.Replace("|", "%7C", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal))).Value, Domain, Base);
}
