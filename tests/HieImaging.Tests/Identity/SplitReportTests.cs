using HieImaging.AffinityDomain.Transactions;
using HieImaging.Identity.Reviewing;
using HieImaging.Trust.Audit;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class SplitReportTests
{
    // each line: client, transaction, patient shown, patients asked for, trace; a and b are the two sides, p is their person
    [Theory]
    [InlineData("ehr fhir-search b a 1", "Asked")]                                     // one side's study by the other's number
    [InlineData("ehr fhir-search b p 1", "")]                                          // by the person, b alone: both are hers by that id
    [InlineData("ehr fhir-search b b 1", "")]                                          // by its own number
    [InlineData("ehr fhir-search b - 1", "")]                                          // by an accession number
    [InlineData("ehr fhir-search b b,a 1", "")]                                        // by both numbers: no link was needed
    [InlineData("ehr fhir-search a - 1;ehr fhir-search b - 1", "Together,Together")]
    [InlineData("ehr fhir-search a - 1;gp fhir-search b - 1", "")]                     // two callers of one trace
    [InlineData("ehr fhir-read p - 1", "Person")]
    [InlineData("ehr ITI-83 a - 1", "CrossReference")]
    [InlineData("ehr RAD-107 b - 1", "")]                                              // led there by nothing
    [InlineData("ehr fhir-search b a 1;ehr RAD-107 b - 2", "Asked,Followed")]
    [InlineData("ehr fhir-search b a 1;gp RAD-107 b - 2", "Asked")]
    [InlineData("ehr RAD-107 b - 1;ehr fhir-search b a 2", "Asked")]                   // read before it was led there
    public void A_disclosure_is_told_as_the_table_says(string lines, string ways) => Assert.Equal(
        ways, Ways(lines, within: true));

    // A search that was answered while the link was being undone is recorded as of before, or as of after, by whichever clock.
    [Theory]
    [InlineData("ehr fhir-search b a 1", "Asked")]
    [InlineData("ehr fhir-search a - 1;ehr fhir-search b - 1", "Together,Together")]
    [InlineData("ehr fhir-read p - 1", "")]                                            // the person, as she is without the other
    [InlineData("ehr ITI-83 a - 1", "")]
    [InlineData("ehr fhir-search b a 1;ehr RAD-107 b - 2", "Asked")]
    public void Shortly_before_and_after_only_what_the_link_alone_can_have_shown_is_told(string lines, string ways) =>
        Assert.Equal(ways, Ways(lines, within: false));

    [Theory]
    [InlineData(AuditOutcome.Refused, AuditAction.Query)]
    [InlineData(AuditOutcome.Success, AuditAction.Update)]
    public void What_showed_nothing_is_not_told(AuditOutcome outcome, AuditAction action) =>
        Assert.Empty(SplitReport.Of([Record("ehr fhir-search b a 1") with { Outcome = outcome, Action = action }], Set("a"), Set("b"), Set("p"), _ => true));

    private static string Ways(string lines, bool within) => string.Join(
        ',', SplitReport.Of([.. lines.Split(';').Select(Record)], Set("a"), Set("b"), Set("p"), _ => within).Select(seen => seen.Way));

    private static AuditRecord Record(string line)
    {
        var words = line.Split(' ');
        return new AuditRecord
        {
            Client = words[0], Transaction = words[1], Action = words[1] is "fhir-search" or "ITI-83" ? AuditAction.Query : AuditAction.Read,
            Patient = words[2], Asked = words[3] == "-" ? null : words[3].Replace(',', ' '), Trace = words[4],
        };
    }

    private static HashSet<string> Set(string one) => [one];
}
