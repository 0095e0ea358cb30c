using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Broker.Retrieving;
using HieImaging.RecordLocator.Studies;
using Xunit;

namespace HieImaging.Tests.Broker;

public sealed class RetrievalPlanTests
{
    private static readonly Domain Domain = new(new AffinityDomainFile
    {
        Oid = "1.2.3", HomeCommunityId = "1.2.4", RepositoryUniqueId = "1.2.5", PatientIdDomain = new PatientIdDomain(),
        Participants =
        [
            new Participant
            {
                Id = "north", Name = "North", Archives =
                [
                    new ParticipantArchive { RetrieveLocationUids = ["1.9.1"], Default = true, DicomWeb = "http://127.0.0.1:1/dicom-web/" },
                    new ParticipantArchive { RetrieveLocationUids = ["1.9.2"], DicomWeb = "http://127.0.0.1:2/rs" },
                    new ParticipantArchive { RetrieveLocationUids = ["1.9.3"], Rad69 = "http://127.0.0.1:3/rad69" },
                ],
            },
        ],
    }, 1);

    [Fact]
    public void One_archive_for_all_is_asked_once_at_the_callers_level()
    {
        var fetch = Assert.Single(Route(Study(("1.5.1", "1.9.1", ["1.6.1"]), ("1.5.2", null, ["1.6.2"])), Asked()));
        Assert.Equal(("http://127.0.0.1:1/dicom-web", "studies/1.4.1"), (fetch.Root, fetch.Path));
        Assert.Equal(["1.6.1", "1.6.2"], fetch.Instances.Order());
    }

    [Fact]
    public void Two_archives_are_asked_for_their_own_series() => Assert.Equal(
        [("http://127.0.0.1:1/dicom-web", "studies/1.4.1/series/1.5.1"), ("http://127.0.0.1:2/rs", "studies/1.4.1/series/1.5.2")],
        Route(Study(("1.5.1", "1.9.1", ["1.6.1"]), ("1.5.2", "1.9.2", ["1.6.2"])), Asked()).Select(fetch => (fetch.Root, fetch.Path)));

    [Fact]
    public void An_instance_is_asked_for_where_its_series_is()
    {
        var fetch = Assert.Single(Route(Study(("1.5.1", "1.9.1", ["1.6.1"]), ("1.5.2", "1.9.2", ["1.6.2", "1.6.3"])), Asked("1.5.2", "1.6.3")));
        Assert.Equal("studies/1.4.1/series/1.5.2/instances/1.6.3", fetch.Path);
        Assert.Equal(["1.6.3"], fetch.Instances);
    }

    [Fact]
    public void An_instance_of_another_series_is_not_held() =>
        Assert.IsType<RetrievalPlan.NotHeld>(RetrievalPlan.For(Study(("1.5.1", null, ["1.6.1"]), ("1.5.2", null, ["1.6.2"])), Asked("1.5.1", "1.6.2"), Domain));

    [Theory]
    [InlineData("1.9.9")]     // a location that nobody has
    [InlineData("1.9.3")]     // an archive without DICOMweb
    public void A_location_without_a_way_in_has_no_route(string location) =>
        Assert.IsType<RetrievalPlan.NoRoute>(RetrievalPlan.For(Study(("1.5.1", null, ["1.6.1"]), ("1.5.2", location, ["1.6.2"])), Asked(), Domain));

    [Fact]
    public void Two_patients_under_one_uid_conflict_at_study_level_and_not_below()
    {
        var one = Study(("1.5.1", null, ["1.6.1"]));
        var other = Study(("1.5.2", null, ["1.6.2"])) with { Subject = "s-other", Id = "other" };
        Assert.IsType<StudyChoice.Several>(StudyChoice.Of([one, other], Asked()));
        Assert.Same(other, Assert.IsType<StudyChoice.One>(StudyChoice.Of([one, other], Asked("1.5.2"))).Study);
        Assert.Same(one, Assert.IsType<StudyChoice.One>(StudyChoice.Of([one, other], Asked("1.5.1", "1.6.1"))).Study);
        Assert.IsType<StudyChoice.None>(StudyChoice.Of([one, other], Asked("1.5.1", "1.6.2")));
    }

    private static IReadOnlyList<Fetch> Route(RegisteredStudy study, RetrieveRequest asked) =>
        Assert.IsType<RetrievalPlan.Route>(RetrievalPlan.For(study, asked, Domain)).Fetches;

    private static RetrieveRequest Asked(string? series = null, string? instance = null) => new(
        null, StudyInstanceUid.Parse("1.4.1"), series is null ? null : SeriesInstanceUid.Parse(series), instance is null ? null : SopInstanceUid.Parse(instance), []);

    private static RegisteredStudy Study(params (string Series, string? Location, string[] Instances)[] series) => new()
    {
        Id = "study", Version = 1, LastUpdated = DateTimeOffset.UnixEpoch, StudyInstanceUid = "1.4.1", Custodian = "north", Subject = "s-one", Status = "available",
        Modalities = [], Accessions = [], RetrieveLocationUids = [], EndpointIds = [], Labels = [], FoldDigest = [], ImagingStudy = [],
        Routes = new StudyRoutes { Series = [.. series.Select(one => new SeriesRoute { Uid = one.Series, Location = one.Location, Instances = one.Instances })] },
    };
}
