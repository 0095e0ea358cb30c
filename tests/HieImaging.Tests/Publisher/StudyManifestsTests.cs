using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Publisher.Building;
using HieImaging.Publisher.Reading;
using Xunit;

namespace HieImaging.Tests.Publisher;

public sealed class StudyManifestsTests
{
    private static readonly PublishedFrom North =
        new(AssigningAuthority.Parse("1.3.6.1.4.1.21367.13.20.1"), RetrieveLocationUid.Parse("1.3.6.1.4.1.21367.13.80.110"), "NORTH");

    private static readonly DateTimeOffset At = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Fact]
    public void One_Study_UID_under_two_patients_is_two_manifests_with_names_of_their_own()
    {
        var (manifests, _) = StudyManifests.Of([Read("1.2.3.1.1"), Read("1.2.3.2.1", "P2"), Read("1.2.3.1.2")], North);

        Assert.Equal(["P1", "P2"], manifests.Select(manifest => manifest.Patient.Identifier.Value).Order(StringComparer.Ordinal));
        Assert.Equal(3, manifests.Sum(manifest => manifest.Study.InstanceCount));
        Assert.NotEqual(BuiltKeyObject.Of(manifests[0], At, null).Uid, BuiltKeyObject.Of(manifests[1], At, null).Uid);
    }

    [Fact]
    public void The_order_in_which_the_archive_tells_does_not_count()
    {
        var one = Assert.Single(StudyManifests.Of([Read("1.2.3.1.1"), Read("1.2.3.1.2")], North).Manifests);
        var other = Assert.Single(StudyManifests.Of([Read("1.2.3.1.2"), Read("1.2.3.1.1"), Read("1.2.3.1.1")], North).Manifests);
        Assert.Equal(BuiltKeyObject.Of(one, At, null).Content, BuiltKeyObject.Of(other, At, null).Content);
        Assert.Equal(BuiltKeyObject.DigestOf(one), BuiltKeyObject.DigestOf(other));
    }

    [Fact]
    public void Other_content_or_another_time_is_another_key_object()
    {
        var one = StudyManifests.Of([Read("1.2.3.1.1")], North).Manifests[0];
        var more = StudyManifests.Of([Read("1.2.3.1.1"), Read("1.2.3.1.2")], North).Manifests[0];
        Assert.NotEqual(BuiltKeyObject.Of(one, At, null).Uid, BuiltKeyObject.Of(more, At, null).Uid);
        Assert.NotEqual(BuiltKeyObject.Of(one, At, null).Uid, BuiltKeyObject.Of(one, At.AddSeconds(1), null).Uid);
    }

    [Fact]
    public void What_is_built_reads_as_a_manifest_of_the_archive()
    {
        var chicago = TimeZoneInfo.CreateCustomTimeZone("five hours behind", TimeSpan.FromHours(-5), null, null);
        var built = BuiltKeyObject.Of(StudyManifests.Of([Read("1.2.3.1.1")], North).Manifests[0], At, chicago);
        var read = Assert.IsType<KeyObjectReading.Manifests>(KeyObjectReader.Read(built.Content, new CustodianTerms())).Of[0];

        Assert.Equal(built.Uid, read.KeyObject);
        Assert.Equal(North.Authority, read.Patient.Identifier.Authority);
        Assert.Equal(new Moment(new DateOnly(2026, 5, 6), new TimeOnly(2, 8, 9), null), read.Content);
        Assert.Equal(North.Location, read.Study.Series[0].Locations[0].Uid);
    }

    [Fact]
    public void Manifests_in_the_archive_and_instances_that_cannot_be_had_are_left_out()
    {
        const string KeyObject = "1.2.840.10008.5.1.4.1.1.88.59";
        var (manifests, _) = StudyManifests.Of(
        [
            Read("1.2.3.1.1"),
            Read("1.2.3.1.2", sopClass: KeyObject, more: Title("113030", "Manifest")),
            Read("1.2.3.1.3", sopClass: KeyObject, more: Title("113000", "Of Interest")),
            Read("1.2.3.1.4", more: """, "00080056": { "vr": "CS", "Value": ["UNAVAILABLE"] }"""),
        ], North);
        Assert.Equal(["1.2.3.1.1", "1.2.3.1.3"], manifests[0].Study.Series[0].Instances.Select(instance => instance.Uid.Text));
        Assert.Equal("Of Interest", manifests[0].Study.Series[0].Instances[1].Title);
    }

    [Fact]
    public void Instances_without_PatientID_are_counted_and_not_published()
    {
        var (manifests, nameless) = StudyManifests.Of([Read("1.2.3.1.1", ""), Read("1.2.3.1.2")], North);
        Assert.Equal(1, nameless);
        Assert.Equal(1, Assert.Single(manifests).Study.InstanceCount);
    }

    private static string Title(string code, string meaning) => $$"""
        , "0040A043": { "vr": "SQ", "Value": [{ "00080100": { "vr": "SH", "Value": ["{{code}}"] }, "00080102": { "vr": "SH", "Value": ["DCM"] },
          "00080104": { "vr": "LO", "Value": ["{{meaning}}"] } }] }
        """;

    private static ArchivedInstance Read(string uid, string patientId = "P1", string sopClass = "1.2.840.10008.5.1.4.1.1.2", string more = "") =>
        ArchivedInstance.Of(new DicomJsonObject(JsonDocument.Parse(RecordedArchive.Instance(uid, patientId, sopClass, more: more)).RootElement))!;
}
