using System.Text.Json;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Search;
using HieImaging.Identity.Feeding;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class FeedDecisionTests
{
    private static readonly Domain Domain = new(new AffinityDomainFile
    {
        Oid = "1.2.3", HomeCommunityId = "1.2.4", RepositoryUniqueId = "1.2.5",
        PatientIdDomain = new PatientIdDomain { Oid = "1.2.3.1000", Feeder = "mpi" },
        Authorities = [new DomainAuthority { Oid = "1.2.3.1", Feeder = "north", UsedBy = ["north", "clinic"] }, new DomainAuthority { Oid = "1.2.3.2", Feeder = "north", UsedBy = ["north"] }],
        Participants = [new Participant { Id = "north", Name = "North" }, new Participant { Id = "clinic", Name = "Clinic" }, new Participant { Id = "mpi", Name = "MPI" }],
    }, 1);

    [Theory]
    [InlineData("identifier=urn:oid:1.2.3.1|N1", "north", "urn:oid:1.2.3.1", "N1", 0)]
    [InlineData("identifier=urn:oid:1.2.3.1000|D1", "mpi", "urn:oid:1.2.3.1000", "D1", 0)]
    [InlineData("identifier=urn:oid:1.2.3.1|N1", "clinic", "urn:oid:1.2.3.1", "N1", 403)]            // uses it, does not feed it
    [InlineData("identifier=urn:oid:1.2.3.1000|D1", "north", "urn:oid:1.2.3.1000", "D1", 403)]
    [InlineData("identifier=urn:oid:9.9.9|N1", "north", "urn:oid:9.9.9", "N1", 400)]                 // no OID
    [InlineData("identifier=urn:oid:2.9.9|N1", "north", "urn:oid:2.9.9", "N1", 403)]                 // nobody's authority
    [InlineData("identifier=http://north.example|N1", "north", "http://north.example", "N1", 400)]
    [InlineData("identifier=N1", "north", "urn:oid:1.2.3.1", "N1", 400)]
    [InlineData("identifier=urn:oid:1.2.3.1|N1&active=true", "north", "urn:oid:1.2.3.1", "N1", 400)]
    [InlineData("_id=x", "north", "urn:oid:1.2.3.1", "N1", 400)]
    [InlineData("identifier=urn:oid:1.2.3.1|N1", "north", "urn:oid:1.2.3.1", "N2", 422)]             // fed under a number that it does not carry
    public void A_feed_is_judged_as_the_table_says(string query, string caller, string system, string value, int status)
    {
        var decision = On(query, caller, $$"""{"resourceType":"Patient","identifier":[{"system":"{{system}}","value":"{{value}}"}]}""");
        Assert.Equal(status, decision is FeedDecision.Refused refused ? refused.Status : 0);
    }

    [Fact]
    public void Two_numbers_of_one_authority_are_refused() => Assert.Equal(422, Assert.IsType<FeedDecision.Refused>(On("identifier=urn:oid:1.2.3.1|N1", "north",
        """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3.1","value":"N1"},{"system":"urn:oid:1.2.3.1","value":"N2"}]}""")).Status);

    [Fact]
    public void More_than_is_taken_of_one_patient_is_refused() => Assert.Equal(
        (422, "too-long", "Patient.telecom"),
        On("identifier=urn:oid:1.2.3.1|N1", "north", $$"""
            {"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3.1","value":"N1"}],
             "telecom":[{{string.Join(',', Enumerable.Repeat("""{"system":"phone","value":"1"}""", 33))}}]}
            """) is FeedDecision.Refused refused ? (refused.Status, refused.Issue.Code, refused.Issue.Expression) : default);

    // PIXm 2:3.104.4.1.2.1, resolve duplicate
    [Theory]
    [InlineData("north", "N1", false, "replaced-by", "urn:oid:1.2.3.1", "N2", 0)]
    [InlineData("north", "N1", true, "replaced-by", "urn:oid:1.2.3.1", "N2", 422)]             // what is replaced is inactive
    [InlineData("north", "N1", false, "seealso", "urn:oid:1.2.3.1", "N2", 422)]
    [InlineData("north", "N1", false, "replaces", "urn:oid:1.2.3.1", "N2", 422)]
    [InlineData("north", "N1", false, "replaced-by", "urn:oid:1.2.3.1", "N1", 422)]            // dcm4chee-arc #1086
    [InlineData("north", "N1", false, "replaced-by", "urn:oid:1.2.3.1000", "D1", 403)]         // OHIE-CR-17
    [InlineData("north", "N1", false, "replaced-by", "http://north.example", "N2", 400)]
    [InlineData("north", "N1", false, "replaced-by", "urn:oid:1.2.3.1", "", 422)]
    [InlineData("clinic", "N1", false, "replaced-by", "urn:oid:1.2.3.1", "N2", 403)]
    [InlineData("both", "N1", false, "replaced-by", "urn:oid:1.2.3.2", "B1", 422)]             // two authorities of one feeder
    public void A_duplicate_is_resolved_by_its_own_source_alone(
        string caller, string number, bool active, string type, string system, string survivor, int status)
    {
        var decision = On($"identifier=urn:oid:1.2.3.1|{number}", caller == "both" ? "north" : caller, $$$"""
            {"resourceType":"Patient","active":{{{(active ? "true" : "false")}}},"identifier":[{"system":"urn:oid:1.2.3.1","value":"{{{number}}}"}],
             "link":[{"type":"{{{type}}}","other":{"identifier":{"system":"{{{system}}}","value":"{{{survivor}}}" } } }]}
            """);
        if (decision is FeedDecision.Refused refused)
            Assert.Equal(status, refused.Status);
        else
            Assert.Equal((0, "N1", "N2"), (status, ((FeedDecision.Duplicate)decision).Subsumed.Value, ((FeedDecision.Duplicate)decision).Survivor.Value));
    }

    [Fact]
    public void A_refusal_never_repeats_the_number() => Assert.DoesNotContain("N1",
        Assert.IsType<FeedDecision.Refused>(On("identifier=urn:oid:1.2.3.1|N1", "clinic", """{"resourceType":"Patient"}""")).Issue.Diagnostics, StringComparison.Ordinal);

    private static FeedDecision On(string query, string caller, string patient)
    {
        using var json = JsonDocument.Parse(patient);
        return FeedDecision.On(((SearchReading<SearchQuery>.Accepted)SearchQuery.Parse(query)).Value, json.RootElement, Domain, [caller]);
    }
}
