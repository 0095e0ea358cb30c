using HieImaging.PretendFacility.Misbehaving;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary><c>hie-publisher watch</c> on a real archive and a real node: the exchange shows what the archive holds, and nothing that it has not.</summary>
[Collection(InOneProcess.Name)]
public sealed class WatchingStories(OneProcess exchange, WatchedArchive watched) : WatchStory(exchange, watched), IClassFixture<WatchedArchive>
{
    private const string NodeLost = "hie_publisher_peer_lost{peer=\"node\"}";
    private const string ArchiveLost = "hie_publisher_peer_lost{peer=\"archive\"}";

    [Fact]
    public async Task A_new_study_appears_by_itself_under_the_domains_number_and_leaves_every_door_when_it_is_deleted()
    {
        var (person, number) = await KnownPersonAsync();
        var (study, other, reader) = (FreshStudy(Hospital, person, number), FreshStudy(Hospital, person, number), Exchange.FreshHospital().Ehr);
        var publisher = await WatchAsync();
        await Deadline.Until("an empty archive is watched", async () => await publisher.NotReadyAsync() is null);
        await StoreAsync(study);
        await StoreAsync(other);
        await UntilFoundAsync(number, study, other);
        var id = (await StudyAsync(Hospital.Ehr, "identifier=" + study.StudyUid)).GetProperty("id").GetString();
        var document = (string)(await Exchange.ScalarAsync($"""
            select unique_id from registry.document_entry entry where custodian = '{Hospital.Id}' and patient_id like '%{PretendFacility.Domains.PretendDomain.PatientIdDomainOid}%'
            and exists (select 1 from registry.study_manifest m where m.document_entry = entry.id and m.study_uid = '{study.StudyUid}')
            """))!;
        Assert.NotNull((await DocumentAsync(reader, document)).Content);

        await Watched.Archive.Inside.DeleteAsync(await HeldAsync(study), CancellationToken.None);

        await UntilFoundAsync(number, other);
        Assert.Equal(410, await StatusAsync("fhir/ImagingStudy/" + id, Hospital.Ehr));
        Assert.Equal(RegistryErrorCode.DocumentUniqueId, (await DocumentAsync(reader, document)).Code);
        Assert.Equal(404, await StatusAsync($"dicomweb/at/{Hospital.Id}/studies/{study.StudyUid}", reader, "*/*"));

        await StoreAsync(study);                                   // and comes back with the images
        await UntilFoundAsync(number, study, other);
        Assert.Equal(0, await publisher.StopAsync());
    }

    [Fact]
    public async Task What_publish_loaded_in_bulk_is_replaced_and_withdrawn_by_a_watch_that_goes_on_from_there()
    {
        var (person, number) = await KnownPersonAsync();
        var (study, other) = (FreshStudy(Hospital, person, number, PhantomSeries.Ct(3)), FreshStudy(Hospital, person, number));
        await StoreAsync(study);
        await StoreAsync(other);
        Assert.StartsWith("published 2 studies (5 instances), accepted 2, refused 0 in ", await PublishOnceAsync(), StringComparison.Ordinal);
        Assert.StartsWith("published 0 studies (0 instances), accepted 0, refused 0 in ", await PublishOnceAsync(), StringComparison.Ordinal);

        await Watched.Archive.Inside.DeleteAsync(await HeldAsync(study), study.SopUid(0, 1), CancellationToken.None);
        await Watched.Archive.Inside.DeleteAsync(await HeldAsync(other), CancellationToken.None);
        await WatchAsync();

        await UntilFoundAsync(number, study);
        await Deadline.Until("the study is replaced", async () =>
            InstancesOf(await StudyAsync(Hospital.Ehr, ByNumber(Hospital, number))).Count == 2);
        Assert.Equal(1, await ApprovedAsync());
    }

    [Fact]
    public async Task One_instance_for_another_at_an_equal_count_is_seen_and_replaced()
    {
        var (person, number) = await KnownPersonAsync();
        var study = FreshStudy(Hospital, person, number, PhantomSeries.Ct(3));
        foreach (var index in (int[])[0, 1])
            await Watched.Archive.Inside.StoreAsync(study.Instance(0, index).Part10, CancellationToken.None);
        var publisher = await WatchAsync();
        await UntilFoundAsync(number, study);

        Watched.Proxy.Fault = ListFault.Unavailable;               // nobody looks while the count is another one
        await Watched.Archive.Inside.DeleteAsync(await HeldAsync(study), study.SopUid(0, 1), CancellationToken.None);
        await Watched.Archive.Inside.StoreAsync(study.Instance(0, 2).Part10, CancellationToken.None);
        Watched.Proxy.Fault = ListFault.None;

        string[] expected = [.. new[] { study.SopUid(0, 0), study.SopUid(0, 2) }.Order(StringComparer.Ordinal)];
        await Deadline.Until("the other instance is shown", async () =>
            expected.SequenceEqual(InstancesOf(await StudyAsync(Hospital.Ehr, ByNumber(Hospital, number))).Order(StringComparer.Ordinal)));
        Assert.Contains(publisher.Log, line => line.Contains("\"EventId\":7110", StringComparison.Ordinal));
        await Deadline.Until("the replaced document is deprecated", async () => await ApprovedAsync() == 1);
    }

    [Fact]
    public async Task A_publisher_that_is_killed_in_the_middle_goes_on_and_loses_and_doubles_nothing()
    {
        var (person, number) = await KnownPersonAsync();
        var studies = Enumerable.Range(0, 8).Select(_ => FreshStudy(Hospital, person, number, PhantomSeries.Ct(1))).ToList();
        await StoreAsync(studies[0]);
        var first = await WatchAsync("--rate", "5");
        await UntilFoundAsync(number, studies[0]);
        foreach (var study in studies.Skip(1))
            await StoreAsync(study);
        await Deadline.Until("some are published", async () => (await FoundAsync(number)).Count > 2);
        await first.KillAsync();
        Assert.InRange((await FoundAsync(number)).Count, 3, 7);

        await WatchAsync();

        await UntilFoundAsync(number, studies);
        Assert.Equal(8, await ApprovedAsync());
    }

    [Fact]
    public async Task An_archive_that_answers_wrongly_takes_nothing_back_and_is_followed_again_afterwards()
    {
        var (person, number) = await KnownPersonAsync();
        var studies = new[] { FreshStudy(Hospital, person, number), FreshStudy(Hospital, person, number) };
        foreach (var study in studies)
            await StoreAsync(study);
        var publisher = await WatchAsync();
        await UntilFoundAsync(number, studies);

        foreach (var fault in (ListFault[])[ListFault.Unavailable, ListFault.Truncated])
        {
            Watched.Proxy.Fault = fault;
            await Deadline.Until($"{fault} is told", async () => await publisher.MetricAsync(ArchiveLost) == 1);
            Watched.Proxy.Fault = ListFault.None;
            await Deadline.Until("it is well again", async () => await publisher.MetricAsync(ArchiveLost) == 0);
        }
        foreach (var fault in (ListFault[])[ListFault.Emptied, ListFault.ListsNothing])
        {
            Watched.Proxy.Fault = fault;
            await Deadline.Until($"{fault} is told", async () => await publisher.MetricAsync("hie_publisher_vanish_stopped") == 2);
            Assert.Contains("await", await publisher.NotReadyAsync() ?? "ready", StringComparison.Ordinal);
            Watched.Proxy.Fault = ListFault.None;
            await Deadline.Until("it is well again", async () => await publisher.MetricAsync("hie_publisher_vanish_stopped") == 0);
        }
        var more = FreshStudy(Hospital, person, number);
        await StoreAsync(more);
        await UntilFoundAsync(number, [.. studies, more]);
        Assert.Equal(0L, await Exchange.ScalarAsync(
            $"select count(*) from registry.document_entry where custodian = '{Hospital.Id}' and status = 'Deprecated'"));
    }

    [Fact]
    public async Task A_study_that_comes_while_the_node_is_away_is_published_when_it_is_back()
    {
        var (person, number) = await KnownPersonAsync();
        var studies = new[] { FreshStudy(Hospital, person, number), FreshStudy(Hospital, person, number) };
        await StoreAsync(studies[0]);
        var publisher = await WatchAsync();
        await UntilFoundAsync(number, studies[0]);
        foreach (var node in Exchange.Nodes)
            await node.KillAsync();
        await StoreAsync(studies[1]);
        await Deadline.Until("the loss is told", async () => await publisher.MetricAsync(NodeLost) == 1);
        Assert.NotEqual(0, await publisher.MetricAsync("hie_publisher_lag_seconds"));

        await Exchange.StartNodesAsync();

        await UntilFoundAsync(number, studies);
        Assert.Equal(2, await ApprovedAsync());
        await Deadline.Until("it is in step", async () => await publisher.MetricAsync(NodeLost) == 0 && await publisher.MetricAsync("hie_publisher_lag_seconds") == 0);
    }
}
