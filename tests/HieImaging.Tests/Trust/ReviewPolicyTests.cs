using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Policy;
using Xunit;

namespace HieImaging.Tests.Trust;

public sealed class ReviewPolicyTests
{
    [Theory]
    // kind, with the scope → own number, another's number
    [InlineData(ParticipantKind.Operator, true, true, true)]
    [InlineData(ParticipantKind.PrivacyOfficer, true, true, true)]
    [InlineData(ParticipantKind.IdentitySource, true, true, false)]
    [InlineData(ParticipantKind.Facility, true, false, false)]
    [InlineData(ParticipantKind.Ehr, true, false, false)]
    [InlineData(ParticipantKind.Payer, true, false, false)]
    [InlineData(ParticipantKind.Community, true, false, false)]
    [InlineData(ParticipantKind.Operator, false, false, false)]
    [InlineData(ParticipantKind.PrivacyOfficer, false, false, false)]
    [InlineData(ParticipantKind.IdentitySource, false, false, false)]
    public void Who_may_decide_about_whom(ParticipantKind kind, bool scoped, bool own, bool others)
    {
        var caller = Members.Caller(kind, "HOPERAT");
        caller = caller with { Scopes = scoped ? new HashSet<string> { ReviewPolicy.Scope } : new HashSet<string> { "system/*.cruds" } };
        var condition = ReviewPolicy.Decide(caller).Condition;
        foreach (var (authority, feeder, expected) in new[] { ("1.2.6.1", "north", own), ("1.2.6.2", "south", others) })
            Assert.Equal(expected, condition.Holds(field => field == Field.Authority ? [authority] : [feeder]));
    }
}
