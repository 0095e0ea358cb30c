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
        _recorded.Answers["studies?limit=200&offset=0"] = RecordedArchive.Listed("1.2.3", "1.2.3");
        _recorded.Answers["studies?limit=200&offset=2"] = "[]";
        var study = Assert.Single((await Archive().StudiesAsync(default)).Studies);
        Assert.Equal((2, 4), (study.Times, study.Instances));

        AnswerBySeries();
        Assert.Equal(["1.2.3.1.1", "1.2.3.2.1"], (await Archive().InstancesAsync(study, default)).Select(one => one.Instance.Uid.Text));
        Assert.DoesNotContain("studies/1.2.3/metadata", _recorded.Asked);
    }

    [Fact]
    public async Task A_study_that_is_not_found_whole_is_asked_series_by_series()
    {
        AnswerBySeries();
        Assert.Equal(2, (await Archive().InstancesAsync(new ListedStudy(StudyInstanceUid.Parse("1.2.3"), 1, 2), default)).Count);
    }

    [Fact]
    public async Task An_instance_is_read_as_the_archive_tells_it()
    {
        _recorded.Answers["studies/1.2.3/metadata"] = $"[{RecordedArchive.Instance("1.2.3.1.1")}, {{ \"00080018\": {{ \"vr\": \"UI\" }} }}]";
        var instance = Assert.Single(await Archive().InstancesAsync(new ListedStudy(StudyInstanceUid.Parse("1.2.3"), 1, 1), default));

        Assert.Equal("Müller^Jörg=山田^太郎", instance.PatientName);
        Assert.Equal(new Moment(new DateOnly(2026, 1, 2), new TimeOnly(10, 11, 12, 500), null), instance.StudyStarted);
        Assert.Equal((4, 7), (instance.SeriesNumber, instance.Instance.Number));
        Assert.Null(instance.Accession);
    }

    private DicomWebArchive Archive() => new(new HttpClient(_recorded), RecordedArchive.Root);

    private void AnswerBySeries()
    {
        _recorded.Answers["series?StudyInstanceUID=1.2.3&limit=10000"] =
            """[{ "0020000E": { "vr": "UI", "Value": ["1.2.3.1"] } }, { "0020000E": { "vr": "UI", "Value": ["1.2.3.2"] } }]""";
        _recorded.Answers["studies/1.2.3/series/1.2.3.1/metadata"] = $"[{RecordedArchive.Instance("1.2.3.1.1")}]";
        _recorded.Answers["studies/1.2.3/series/1.2.3.2/metadata"] = $"[{RecordedArchive.Instance("1.2.3.2.1", "P2", series: "1.2.3.2")}]";
    }
}
