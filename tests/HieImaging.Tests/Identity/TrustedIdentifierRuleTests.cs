using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class TrustedIdentifierRuleTests
{
    private static readonly SourceIdentity Ana = Someone.At("1.2.3.1", "N1");

    public static TheoryData<string, string?, string?, string?, string?, string> Cases => new()
    {
        // the claim,                                       family,    given,   born,         ssn,            decision
        { "all three agree",                                "Rivera",  "Ana",   "1970-03-02", "123-45-6780",  "Linked" },
        { "spelled without hyphens",                        "Rivera",  "Ana",   "1970-03-02", "123456780",    "Linked" },
        { "marks and case do not matter",                   "RIVÉRA",  "ana",   null,         "123-45-6780",  "Linked" },
        { "two agree, the third is missing",                null,      "Ana",   "1970-03-02", "123-45-6780",  "Linked" },
        { "a married name, all else alike",                 "Ortiz",   "Ana",   "1970-03-02", "123-45-6780",  "Linked" },
        { "only one corroborates",                          "Rivera",  null,    null,         "123-45-6780",  "Doubtful" },
        { "nothing corroborates",                           null,      null,    null,         "123-45-6780",  "Doubtful" },
        { "a twin with the parent's number",                "Rivera",  "Eva",   "1970-03-02", "123-45-6780",  "Doubtful" },
        { "junior with senior's number",                    "Rivera",  "Ana",   "1999-03-02", "123-45-6780",  "Doubtful" },
        { "a placeholder name says nothing",                "Unknown", "Baby",  "1970-03-02", "123-45-6780",  "Doubtful" },
        { "a default birth date says nothing",              "Rivera",  null,    "1900-01-01", "123-45-6780",  "Doubtful" },
        { "a partial birth date does not corroborate",      "Rivera",  null,    "1970",       "123-45-6780",  "Doubtful" },
        { "another number of the same system",              "Rivera",  "Ana",   "1970-03-02", "999-11-2222",  "Distinct" },
        { "no trusted number at all",                       "Rivera",  "Ana",   "1970-03-02", null,           "Unknown" },
        { "an invented number is no number",                "Rivera",  "Ana",   "1970-03-02", "000-00-0000",  "Unknown" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_sources_are_judged_as_the_table_says(string claim, string? family, string? given, string? born, string? ssn, string decision)
    {
        var other = Someone.At("1.2.3.2", "S9", family, given, born, ssn);
        Assert.True(decision == TrustedIdentifierRule.Decide(Ana, other, Someone.Trusted).GetType().Name, claim);
        Assert.Equal(TrustedIdentifierRule.Decide(Ana, other, Someone.Trusted).GetType(), TrustedIdentifierRule.Decide(other, Ana, Someone.Trusted).GetType());
    }

    [Fact]
    public void A_number_that_is_not_trusted_links_nothing() =>
        Assert.IsType<LinkDecision.Unknown>(TrustedIdentifierRule.Decide(Ana, Someone.At("1.2.3.2", "S9"), new HashSet<string>()));

    [Fact]
    public void Equal_numbers_of_two_hospitals_mean_nothing() =>
        Assert.IsType<LinkDecision.Unknown>(TrustedIdentifierRule.Decide(Someone.At("1.2.3.1", "7", ssn: null), Someone.At("1.2.3.2", "7", ssn: null), Someone.Trusted));

    [Fact]
    public void An_inactive_record_links_nothing() =>
        Assert.IsType<LinkDecision.Distinct>(TrustedIdentifierRule.Decide(Ana, Someone.At("1.2.3.2", "S9", active: false), Someone.Trusted));
}
