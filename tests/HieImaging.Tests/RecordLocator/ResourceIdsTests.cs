using HieImaging.AffinityDomain.Identifiers;
using HieImaging.RecordLocator.Keys;
using Xunit;

namespace HieImaging.Tests.RecordLocator;

public sealed class ResourceIdsTests
{
    private static readonly ResourceIds Ids = new([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32]);

    [Fact]
    public void The_same_number_under_two_authorities_is_two_sources() => Assert.NotEqual(Ids.Source(Number("1.2.3", "7")), Ids.Source(Number("1.2.4", "7")));

    [Fact]
    public void Two_parts_are_never_mistaken_for_their_concatenation() => Assert.NotEqual(Ids.Source(Number("1.2.3", "41")), Ids.Source(Number("1.2.34", "1")));

    [Fact]
    public void One_study_uid_under_two_patients_or_custodians_is_two_resources()
    {
        var uid = StudyInstanceUid.Parse("1.2.840.1");
        string[] ids =
        [
            Ids.Study(uid, ParticipantId.Parse("east"), "s-a"), Ids.Study(uid, ParticipantId.Parse("east"), "s-b"), Ids.Study(uid, ParticipantId.Parse("north"), "s-a"),
        ];
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public void Another_deployments_key_makes_other_ids() => Assert.NotEqual(Ids.Source(Number("1.2.3", "7")), new ResourceIds(new byte[32]).Source(Number("1.2.3", "7")));

    [Fact]
    public void An_id_is_fit_for_fhir() => Assert.Matches("^s-[a-z2-7]{26}$", Ids.Source(Number("1.2.3", "7")));

    private static PatientIdentifier Number(string authority, string value) => PatientIdentifier.Create(AssigningAuthority.Parse(authority), value);
}
