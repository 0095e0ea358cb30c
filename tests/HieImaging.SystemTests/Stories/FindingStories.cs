using System.Diagnostics;
using System.Net;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>A study made at one hospital is found at another, by the other's own number.</summary>
public abstract class FindingStories(Exchange exchange, ITestOutputHelper output) : Story(exchange)
{
    private const string Trusted = PretendDomain.TrustedIdentifier;

    [Fact]
    public async Task What_is_answered_success_is_found_at_once_by_number_study_accession_and_series()
    {
        var north = Exchange.FreshHospital();
        var study = FreshStudy(north, FreshPerson());

        await PublishAsync(north, study);

        foreach (var query in new[]
        {
            ByNumber(north, study.PatientId), $"identifier=urn:dicom:uid|urn:oid:{study.StudyUid}", $"identifier={study.StudyUid}",
            $"identifier=urn:oid:{north.AccessionAuthority}|{study.Accession}", $"series={study.SeriesUid(0)}", $"instance={study.SopUid(0, 1)}",
            ByNumber(north, study.PatientId) + "&modality=CT&started=ge2024-01-01&status=available",
        })
            Assert.Equal([study.StudyUid], await StudiesAsync(north.Ehr, query));
        Assert.Empty(await StudiesAsync(north.Ehr, ByNumber(north, study.PatientId) + "&modality=MR"));
    }

    [Fact]
    public async Task Another_hospital_finds_it_by_its_own_number_once_the_feeds_agree()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var (person, ssn) = (FreshPerson(), Exchange.FreshNumber());
        var study = FreshStudy(north, person);
        await PublishAsync(north, study);
        await FeedAsync(north, person, study.PatientId, (Trusted, ssn));
        Assert.Empty(await StudiesAsync(south.Ehr, ByNumber(south, "S-1")));

        var fed = Stopwatch.GetTimestamp();
        await FeedAsync(south, person, "S-1", (Trusted, ssn));

        await Deadline.Until("south finds north's study", async () => (await StudiesAsync(south.Ehr, ByNumber(south, "S-1"))).SequenceEqual([study.StudyUid]));
        output.WriteLine($"found {Stopwatch.GetElapsedTime(fed).TotalMilliseconds:F0} ms after the feed");
    }

    [Fact]
    public async Task The_same_number_at_two_hospitals_means_nothing()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var (atNorth, atSouth) = (FreshStudy(north, FreshPerson(), "4711"), FreshStudy(south, FreshPerson(), "4711"));
        await PublishAsync(north, atNorth);
        await PublishAsync(south, atSouth);

        Assert.Equal([atNorth.StudyUid], await StudiesAsync(north.Ehr, ByNumber(north, "4711")));
        Assert.Equal([atSouth.StudyUid], await StudiesAsync(north.Ehr, ByNumber(south, "4711")));
    }

    [Fact]
    public async Task A_trusted_number_that_nothing_corroborates_links_nobody()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var ssn = Exchange.FreshNumber();
        var study = FreshStudy(north, FreshPerson());
        await PublishAsync(north, study);
        await FeedAsync(north, study.Person, study.PatientId, (Trusted, ssn));
        await FeedAsync(south, FreshPerson(), "S-2", (Trusted, ssn));
        // A pair that does link, fed afterwards, shows that the feeds before it have been weighed.
        await FeedAsync(north, study.Person, "N-2", (Trusted, ssn + "7"));
        await FeedAsync(south, study.Person, "S-3", (Trusted, ssn + "7"));
        var other = FreshStudy(north, study.Person, "N-2");
        await PublishAsync(north, other);
        await Deadline.Until("the pair is linked", async () => (await StudiesAsync(south.Ehr, ByNumber(south, "S-3"))).Contains(other.StudyUid));

        Assert.Empty(await StudiesAsync(south.Ehr, ByNumber(south, "S-2")));
    }

    [Fact]
    public async Task Key_objects_by_STOW_are_found_as_those_by_RAD_68()
    {
        var north = Exchange.FreshHospital();
        var study = FreshStudy(north, FreshPerson());
        var keyObject = ImagingSubmission.Of(north, PhantomManifest.Of(north, study), north.Patient(study.PatientId)).KeyObject;

        using var answer = await Source.StowAsync(north.Id, [keyObject], await Exchange.TokenAsync(north.Pacs), CancellationToken.None);

        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal([study.StudyUid], await StudiesAsync(north.Ehr, ByNumber(north, study.PatientId)));
    }

    [Fact]
    public async Task A_bulk_of_key_objects_is_registered_from_the_queue()
    {
        var north = Exchange.FreshHospital();
        var studies = Enumerable.Range(0, 20).Select(_ => FreshStudy(north, FreshPerson())).ToList();
        var keyObjects = studies.Select(study => ImagingSubmission.Of(north, PhantomManifest.Of(north, study), north.Patient(study.PatientId)).KeyObject);

        using var answer = await Source.BulkAsync(keyObjects, await Exchange.TokenAsync(north.Pacs), CancellationToken.None);

        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        foreach (var study in studies)
            await Deadline.Until("the study is registered", async () => (await StudiesAsync(north.Ehr, ByNumber(north, study.PatientId))).SequenceEqual([study.StudyUid]));
    }

    [Fact]
    public async Task A_payer_finds_nothing_and_may_not_ask()
    {
        var north = Exchange.FreshHospital();
        using var search = await GetAsync("fhir/ImagingStudy?" + ByNumber(north, "1"), PretendDomain.Payer);

        Assert.Equal(HttpStatusCode.Forbidden, search.StatusCode);
    }
}

[Collection(InOneProcess.Name)]
public sealed class FindingStoriesInOneProcess(OneProcess exchange, ITestOutputHelper output) : FindingStories(exchange, output);

[Collection(InOneProcessARole.Name)]
public sealed class FindingStoriesInOneProcessARole(OneProcessARole exchange, ITestOutputHelper output) : FindingStories(exchange, output);
