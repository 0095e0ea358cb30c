using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Policy;
using Xunit;

namespace HieImaging.Tests.Trust;

public sealed class PatientPolicyTests
{
    [Theory]
    // kind, purpose, consent → own authority's patient, another authority's patient
    [InlineData(ParticipantKind.Ehr, "TREAT", ImplicitConsent.Permit, true, true)]
    [InlineData(ParticipantKind.Ehr, "ETREAT", ImplicitConsent.Permit, true, true)]
    [InlineData(ParticipantKind.Ehr, "TREAT", ImplicitConsent.Deny, true, false)]
    [InlineData(ParticipantKind.Ehr, "HOPERAT", ImplicitConsent.Permit, true, false)]
    [InlineData(ParticipantKind.Ehr, "", ImplicitConsent.Permit, true, false)]
    [InlineData(ParticipantKind.IdentitySource, "TREAT", ImplicitConsent.Permit, true, false)]
    [InlineData(ParticipantKind.PrivacyOfficer, "", ImplicitConsent.Permit, true, false)]
    [InlineData(ParticipantKind.Payer, "HPAYMT", ImplicitConsent.Permit, false, false)]
    [InlineData(ParticipantKind.Payer, "TREAT", ImplicitConsent.Permit, false, false)]
    [InlineData(ParticipantKind.Operator, "HOPERAT", ImplicitConsent.Permit, false, false)]
    public void Who_sees_which_patient(ParticipantKind kind, string purpose, ImplicitConsent consent, bool own, bool others)
    {
        var condition = PatientPolicy.Decide(Members.Caller(kind, purpose, consent)).Condition;
        var model = PredicateModel.Of(condition);
        foreach (var (authority, feeder, expected) in new[] { ("1.2.6.1", "north", own), ("1.2.6.2", "south", others) })
        {
            Assert.Equal(expected, condition.Holds(field => field == Field.Authority ? [authority] : [feeder]));
            Assert.Equal(others, PatientPolicy.SeesAll(Members.Caller(kind, purpose, consent)));
            Assert.Equal(expected, model.Evaluate(new Dictionary<string, string[]> { ["source.authority"] = [authority], ["source.feeder"] = [feeder] }));
        }
    }

    [Fact]
    public void The_feeder_of_the_domains_own_numbers_sees_them()
    {
        var caller = Members.Caller(ParticipantKind.IdentitySource, "", id: "mpi");
        var file = caller.Domain.File with { PatientIdDomain = new() { Oid = "1.2.7", Feeder = "mpi" } };
        var condition = PatientPolicy.Decide(caller with { Domain = new Domain(file, 1) }).Condition;
        Assert.True(condition.Holds(field => field == Field.Authority ? ["1.2.7"] : ["elsewhere"]));
        Assert.False(condition.Holds(field => field == Field.Authority ? ["1.2.6.1"] : ["north"]));
    }
}
