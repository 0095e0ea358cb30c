using HieImaging.AffinityDomain.Participants;
using HieImaging.RecordLocator.Studies;
using HieImaging.Trust.Policy;
using Xunit;

namespace HieImaging.Tests.Trust;

public sealed class StudyPolicyTests
{
    private const string Restricted = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R";
    private const string VeryRestricted = "urn:oid:2.16.840.1.113883.5.25|V";
    private const string Psychiatry = "http://terminology.hl7.org/CodeSystem/v3-ActCode|PSY";
    private const string Normal = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|N";

    [Theory]
    // whose, kind, purpose, consent, label → own study, another's study
    [InlineData(ParticipantKind.Ehr, "TREAT", ImplicitConsent.Permit, Normal, true, true)]
    [InlineData(ParticipantKind.Facility, "TREAT", ImplicitConsent.Permit, null, true, true)]
    [InlineData(ParticipantKind.Community, "TREAT", ImplicitConsent.Permit, null, true, true)]
    [InlineData(ParticipantKind.Ehr, "TREAT", ImplicitConsent.Deny, null, true, false)]
    [InlineData(ParticipantKind.Ehr, "ETREAT", ImplicitConsent.Deny, null, true, false)]
    [InlineData(ParticipantKind.Ehr, "TREAT", ImplicitConsent.Permit, Restricted, true, true)]
    [InlineData(ParticipantKind.Ehr, "ETREAT", ImplicitConsent.Permit, Restricted, true, true)]
    [InlineData(ParticipantKind.Ehr, "ETREAT", ImplicitConsent.Permit, VeryRestricted, true, false)]
    [InlineData(ParticipantKind.Ehr, "ETREAT", ImplicitConsent.Permit, Psychiatry, true, false)]
    [InlineData(ParticipantKind.Ehr, "HOPERAT", ImplicitConsent.Permit, null, true, false)]
    [InlineData(ParticipantKind.Ehr, "HPAYMT", ImplicitConsent.Permit, null, true, false)]
    [InlineData(ParticipantKind.Ehr, "BTG", ImplicitConsent.Permit, null, true, false)]
    [InlineData(ParticipantKind.Ehr, "", ImplicitConsent.Permit, null, true, false)]
    [InlineData(ParticipantKind.Ehr, "treat", ImplicitConsent.Permit, null, true, false)]
    [InlineData(ParticipantKind.Payer, "TREAT", ImplicitConsent.Permit, null, false, false)]
    [InlineData(ParticipantKind.Payer, "HPAYMT", ImplicitConsent.Permit, null, false, false)]
    [InlineData(ParticipantKind.Operator, "HOPERAT", ImplicitConsent.Permit, null, false, false)]
    [InlineData(ParticipantKind.Operator, "TREAT", ImplicitConsent.Permit, null, false, false)]
    [InlineData(ParticipantKind.IdentitySource, "TREAT", ImplicitConsent.Permit, null, false, false)]
    [InlineData(ParticipantKind.PrivacyOfficer, "TREAT", ImplicitConsent.Permit, null, false, false)]
    public void Who_sees_which_study(ParticipantKind kind, string purpose, ImplicitConsent consent, string? label, bool own, bool others)
    {
        var caller = Members.Caller(kind, purpose, consent);
        Assert.Equal(own, StudyPolicy.MaySee(caller, Study("north", label)));
        Assert.Equal(others, StudyPolicy.MaySee(caller, Study("south", label)));
    }

    [Fact]
    public void A_narrowed_scope_narrows_every_door()
    {
        var caller = Members.Caller(ParticipantKind.Ehr, "TREAT", scopes: ["system/ImagingStudy.rs?modality=CT", "RAD-107"]);
        Assert.True(StudyPolicy.MaySee(caller, Study("south", null)));
        Assert.False(StudyPolicy.MaySee(caller, Study("south", null) with { Modalities = ["MG"] }));
        Assert.False(StudyPolicy.MaySee(caller, Study("north", null) with { Modalities = ["MG"] }));
    }

    [Fact]
    public void A_narrowed_registration_narrows_a_token_that_leaves_the_narrowed_scope_out()
    {
        var registered = Members.Caller(ParticipantKind.Ehr, "TREAT", scopes: ["system/ImagingStudy.rs?modality=CT", "RAD-107"]);
        var caller = registered with { Scopes = new HashSet<string> { "RAD-107" } };
        Assert.True(StudyPolicy.MaySee(caller, Study("south", null)));
        Assert.False(StudyPolicy.MaySee(caller, Study("south", null) with { Modalities = ["MG"] }));
    }

    [Fact]
    public void The_SQL_predicate_and_the_decision_are_one_over_many_random_cases()
    {
        var random = new Random(20261122);
        var permitted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var caller = Members.Caller(Pick(random, Enum.GetValues<ParticipantKind>()), Pick(random, "TREAT", "ETREAT", "HOPERAT", "HPAYMT", ""),
                Pick(random, ImplicitConsent.Permit, ImplicitConsent.Deny), Pick(random, "north", "south", "east"),
                Pick(random, "system/*.rs", "system/ImagingStudy.rs?modality=CT", "system/ImagingStudy.r?modality=MR,CT"));
            var study = Study(Pick(random, "north", "south", "east"), Pick(random, Normal, Restricted, VeryRestricted, Psychiatry, null)) with
            {
                Modalities = [.. new[] { "CT", "MR", "SR" }.Where(_ => random.Next(2) == 0)],
            };
            var sql = PredicateModel.Of(StudyPolicy.Decide(caller).Condition).Evaluate(new Dictionary<string, string[]>
            {
                ["study.custodian"] = [study.Custodian], ["study.labels"] = [.. study.Labels], ["study.modalities"] = [.. study.Modalities],
            });
            var decision = StudyPolicy.MaySee(caller, study);
            Assert.True(sql == decision, $"case {i}: SQL {sql}, decision {decision} by {StudyPolicy.Rule(caller)}");
            permitted += decision ? 1 : 0;
        }
        Assert.InRange(permitted, 1000, 19_000);
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    private static RegisteredStudy Study(string custodian, string? label) => new()
    {
        Id = "a", Version = 1, LastUpdated = DateTimeOffset.UnixEpoch, StudyInstanceUid = "1.2", Custodian = custodian, Subject = "s-a", Status = "available",
        Modalities = ["CT"], Accessions = [], RetrieveLocationUids = [], EndpointIds = [], Labels = label is null ? [] : [label],
        Routes = new StudyRoutes { Series = [] }, FoldDigest = [], ImagingStudy = [],
    };
}
