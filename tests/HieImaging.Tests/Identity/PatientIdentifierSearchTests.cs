using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Search;
using HieImaging.Identity.Answering;
using HieImaging.Tests.Trust;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class PatientIdentifierSearchTests
{
    [Theory]
    [InlineData("urn:oid:1.2.6.2", "123", "and (source.id = $1))")]            // a member's authority: its own number, whoever claims it
    [InlineData("1.2.6.2", "123", "and (source.id = $1))")]
    [InlineData(null, "123", "and (source.id = any($1)))")]                    // in every member's
    public void A_number_of_a_members_authority_is_what_that_member_says(string? system, string value, string sql) =>
        Assert.EndsWith(sql, Where(new TokenValue(system, value), "TREAT"), StringComparison.Ordinal);

    [Theory]
    [InlineData(Someone.Ssn)]
    [InlineData("http://hl7.org/fhir/sid/us-ssn")]
    [InlineData("http://hospital.example.org/mrn")]
    public void A_number_of_nobody_here_is_looked_for_among_what_sources_claim(string system) =>
        Assert.Contains("having count(distinct claimed.person_id) = 1", Where(new TokenValue(system, "123-45-6780"), "TREAT"), StringComparison.Ordinal);

    [Theory]
    [InlineData("urn:oid:1.2.6.2", "123")]
    [InlineData(Someone.Ssn, "123-45-6780")]
    [InlineData(null, "123")]
    [InlineData(Someone.Ssn, "")]
    public void Who_may_not_know_of_every_source_does_not_get_at_his_own_by_way_of_a_person(string? system, string value)
    {
        var sql = Where(new TokenValue(system, value), "HOPERAT");
        Assert.StartsWith("patient.id in (", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("person_link", sql, StringComparison.Ordinal);
    }

    private static string Where(TokenValue token, string purpose) =>
        PatientIdentifierSearch.Where(token, Members.Caller(ParticipantKind.Ehr, purpose), Someone.Ids).ToString();
}
