using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Publisher.Reading;
using Xunit;

namespace HieImaging.Tests.Publisher;

public sealed class DicomWebArchiveTests : IDisposable
{
    private readonly RecordedArchive _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Studies_are_asked_for_until_a_page_brings_nothing()
    {
        _recorded.Answers["studies?limit=200&offset=0"] = RecordedArchive.Listed("1.2.1", "1.2.2");
        _recorded.Answers["studies?limit=200&offset=2"] = RecordedArchive.Listed("1.2.3");
        _recorded.Answers["studies?limit=200&offset=3"] = "[]";
        Assert.Equal(["1.2.1", "1.2.2", "1.2.3"], (await Archive().StudiesAsync(default)).Studies.Select(study => study.Uid.Text));
    }

    [Fact]
    public async Task An_archive_that_knows_no_offset_is_not_asked_for_ever()
    {
        foreach (var offset in (int[])[0, 2, 4])
            _recorded.Answers[$"studies?limit=200&offset={offset}"] = RecordedArchive.Listed("1.2.1", "1.2.2");
        Assert.Equal(2, (await Archive().StudiesAsync(default)).Studies.Count);
        Assert.Equal(2, _recorded.Asked.Count);
    }

    [Fact]
    public async Task One_UID_listed_twice_is_asked_series_by_series()
    {
        _recorded.Answers["studies?limit=200&offset=0"] = RecordedArchive.Listed(("1.2.3", "P1"), ("1.2.3", "P2"));
        _recorded.Answers["studies?limit=200&offset=2"] = "[]";
        var study = Assert.Single((await Archive().StudiesAsync(default)).Studies);
        Assert.Equal((2, 4), (study.Times, study.Instances));

        AnswerBySeries();
        Assert.Equal(["1.2.3.1.1", "1.2.3.2.1"], (await Archive().InstancesAsync(study, default)).Instances.Select(one => one.Instance.Uid.Text));
        Assert.DoesNotContain("studies/1.2.3/metadata", _recorded.Asked);
    }

    [Fact]
    public async Task A_study_that_is_not_found_whole_is_asked_series_by_series()
    {
        AnswerBySeries();
        Assert.Equal(2, (await Archive().InstancesAsync(new ListedStudy(StudyInstanceUid.Parse("1.2.3"), 1, 2), default)).Instances.Count);
    }

    [Fact]
    public async Task An_instance_is_read_as_the_archive_tells_it()
    {
        _recorded.Answers["studies/1.2.3/metadata"] = $"[{RecordedArchive.Instance("1.2.3.1.1")}, {{ \"00080018\": {{ \"vr\": \"UI\" }} }}]";
        var reading = await Archive().InstancesAsync(new ListedStudy(StudyInstanceUid.Parse("1.2.3"), 1, 1), default);
        var instance = Assert.Single(reading.Instances);

        Assert.Equal(2, reading.Set.Count);

        Assert.Equal("Müller^Jörg=山田^太郎", instance.PatientName);
        Assert.Equal(new Moment(new DateOnly(2026, 1, 2), new TimeOnly(10, 11, 12, 500), null), instance.StudyStarted);
        Assert.Equal((4, 7), (instance.SeriesNumber, instance.Instance.Number));
        Assert.Null(instance.Accession);
    }

    [Fact]
    public async Task A_row_that_two_pages_bring_is_one_study()
    {
        _recorded.Answers["studies?limit=200&offset=0"] = RecordedArchive.Listed("1.2.1", "1.2.2");
        _recorded.Answers["studies?limit=200&offset=2"] = RecordedArchive.Listed("1.2.2", "1.2.3");
        _recorded.Answers["studies?limit=200&offset=4"] = "[]";
        Assert.Equal([1, 1, 1], (await Archive().StudiesAsync(default)).Studies.Select(study => study.Times));
    }

    [Fact]
    public async Task A_look_is_the_same_whatever_the_addresses_and_another_when_a_count_or_a_name_is()
    {
        async Task<string> LookAsync(string more)
        {
            _recorded.Answers["studies?limit=200&offset=0"] = $$"""[{ "0020000D": { "vr": "UI", "Value": ["1.2.3"] } {{more}} }]""";
            _recorded.Answers["studies?limit=200&offset=1"] = "[]";
            return Assert.Single((await Archive().StudiesAsync(default)).Studies).Look;
        }
        const string Count = """, "00201208": { "vr": "IS", "Value": [2] }""";
        var look = await LookAsync(Count);
        Assert.Equal(look, await LookAsync(Count + """, "00081190": { "vr": "UR", "Value": ["http://elsewhere/"] }"""));
        Assert.NotEqual(look, await LookAsync(Count.Replace("[2]", "[3]", StringComparison.Ordinal)));
        Assert.NotEqual(look, await LookAsync(Count + """, "00100010": { "vr": "PN", "Value": [{ "Alphabetic": "Corrected" }] }"""));
    }

    [Fact]
    public async Task A_list_of_instances_is_read_in_the_pages_that_the_archive_gives()
    {
        _recorded.Answers["studies/1.2.3/instances?limit=1000&offset=0"] = $"[{RecordedArchive.Instance("1.2.3.1.2")}]";
        _recorded.Answers["studies/1.2.3/instances?limit=1000&offset=1"] = $"[{RecordedArchive.Instance("1.2.3.1.1")}]";
        _recorded.Answers["studies/1.2.3/instances?limit=1000&offset=2"] = "[]";
        var study = new ListedStudy(StudyInstanceUid.Parse("1.2.3"), 1, null);

        Assert.Equal(InstanceSet.Of(["1.2.3.1.1", "1.2.3.1.2"]), await Archive().InstanceSetAsync(study, default));
        Assert.Null(await Archive().InstanceSetAsync(study with { Times = 2 }, default));
    }

    [Theory]
    [InlineData(true, true, Presence.Present)]
    [InlineData(true, false, Presence.Present)]
    [InlineData(false, true, Presence.Unknown)]
    [InlineData(false, false, Presence.Absent)]
    public async Task A_study_is_absent_when_neither_search_nor_metadata_know_it(bool search, bool metadata, object presence)
    {
        _recorded.Answers["studies?StudyInstanceUID=1.2.3&limit=10"] = search ? RecordedArchive.Listed("1.2.3") : "[]";
        if (metadata)
            _recorded.Answers["studies/1.2.3/metadata"] = $"[{RecordedArchive.Instance("1.2.3.1.1")}]";
        Assert.Equal(presence, await Archive().PresenceAsync(StudyInstanceUid.Parse("1.2.3"), default));
    }

    [Fact]
    public async Task An_archive_that_ignores_what_it_is_asked_for_proves_nothing()
    {
        _recorded.Answers["studies?StudyInstanceUID=1.2.3&limit=10"] = RecordedArchive.Listed("1.2.4");
        Assert.Equal(Presence.Unknown, await Archive().PresenceAsync(StudyInstanceUid.Parse("1.2.3"), default));
    }

    private DicomWebArchive Archive() => new(new HttpClient(_recorded), RecordedArchive.Root);

    private void AnswerBySeries()
    {
        _recorded.Answers["series?StudyInstanceUID=1.2.3&limit=200&offset=2"] = "[]";
        _recorded.Answers["series?StudyInstanceUID=1.2.3&limit=200&offset=0"] =
            """[{ "0020000E": { "vr": "UI", "Value": ["1.2.3.1"] } }, { "0020000E": { "vr": "UI", "Value": ["1.2.3.2"] } }]""";
        _recorded.Answers["studies/1.2.3/series/1.2.3.1/metadata"] = $"[{RecordedArchive.Instance("1.2.3.1.1")}]";
        _recorded.Answers["studies/1.2.3/series/1.2.3.2/metadata"] = $"[{RecordedArchive.Instance("1.2.3.2.1", "P2", series: "1.2.3.2")}]";
    }
}
