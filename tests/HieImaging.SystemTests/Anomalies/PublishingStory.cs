using System.Collections.Concurrent;
using System.Net;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Anomalies;

/// <summary>
/// A hospital publishes a hundred studies, one by one by RAD-68 and in bulk, and repeats what was not acknowledged; meanwhile something breaks,
/// and another hospital's ADT feeds the same person. Afterwards all that was acknowledged is found once, by either hospital's number.
/// </summary>
public abstract class PublishingStory(Exchange exchange) : Story(exchange)
{
    private const int Studies = 100;
    private const int Batch = 5;

    private readonly ConcurrentDictionary<string, int> _acknowledged = new(StringComparer.Ordinal);

    /// <summary>Studies whose publication was acknowledged so far.</summary>
    protected int Acknowledged => _acknowledged.Count;

    /// <param name="fault">What breaks, and is mended, while studies are being published.</param>
    protected async Task PublishThroughAsync(Func<Task> fault)
    {
        var (hospital, seeker, person) = (Exchange.FreshHospital(), Exchange.FreshHospital(), FreshPerson());
        var (number, seekers, trusted) = (FreshPatientNumber(), FreshPatientNumber(), (PretendDomain.TrustedIdentifier, FreshPatientNumber("9")));
        await FeedAsync(hospital, person, number, trusted);
        var domainId = await FreshDomainIdAsync();
        var studies = Enumerable.Range(0, Studies).Select(_ => FreshStudy(hospital, person, number, PhantomSeries.Ct(1))).ToList();
        var single = studies.Take(Studies / 2).Select(study => ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), domainId)).ToList();

        var publishing = Task.WhenAll(
            Task.Run(async () =>
            {
                foreach (var (study, submission) in studies.Zip(single))
                    await UntilTakenAsync([study], () => ProvideAsync(hospital, submission));
            }),
            Task.Run(async () =>
            {
                foreach (var batch in studies.Skip(Studies / 2).Chunk(Batch))
                {
                    var keyObjects = batch.Select(study => (ReadOnlyMemory<byte>)KeyObjectWriter.Write(PhantomManifest.Of(hospital, study))).ToList();
                    await UntilTakenAsync(batch, () => BulkAsync(hospital, keyObjects));
                }
            }));
        await Deadline.Until("publishing is under way", () => Task.FromResult(Acknowledged >= 10));
        var feeding = UntilTakenAsync([], () => TryFeedAsync(seeker, person, seekers, trusted));
        await fault();

        await Task.WhenAll(publishing, feeding).WaitAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(Studies, Acknowledged);
        await Exchange.SettledAsync(TimeSpan.FromSeconds(150));
        var expected = studies.Select(study => study.StudyUid).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(expected, await AllAsync(hospital, number));
        Assert.Equal(expected, await AllAsync(seeker, seekers));
        Assert.Equal((long)Studies, await Exchange.ScalarAsync($"select count(*) from record_locator.registered_study where custodian = '{hospital.Id}'"));
        Assert.Equal((long)Studies, await Exchange.ScalarAsync($"select count(*) from registry.document_entry where custodian = '{hospital.Id}'"));
        var (code, said) = await NodeProcess.TryAsync(Exchange.Settings, "audit", "verify");
        Assert.True(code == 0, said);
    }

    /// <summary>One submission that must be taken at the first attempt.</summary>
    protected async Task AcceptsAsync()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        await PublishAsync(hospital, study);
        Assert.Equal([study.StudyUid], await StudiesAsync(hospital.Ehr, ByNumber(hospital, study.PatientId)));
    }

    // A hospital's own queue: what is not acknowledged is sent again, the same bytes under the same ids.
    private async Task UntilTakenAsync(IReadOnlyList<PhantomStudy> studies, Func<Task<bool>> attempt)
    {
        await Deadline.Until("it is acknowledged", async () =>
        {
            try
            {
                return await attempt();
            }
            catch (Exception broken) when (broken is IOException or OperationCanceledException)
            {
                return false;
            }
        }, TimeSpan.FromMinutes(2));
        foreach (var study in studies)
            _acknowledged.AddOrUpdate(study.StudyUid, 1, (_, times) => times + 1);
    }

    private async Task<bool> ProvideAsync(PretendHospital hospital, ImagingSubmission submission)
    {
        var response = await Source.ProvideAsync(submission, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
        if (response.Status != ResponseStatus.Success)
            Assert.All(response.Errors, error => Assert.EndsWith("Busy", error.Code, StringComparison.Ordinal));
        return response.Status == ResponseStatus.Success;
    }

    private async Task<bool> BulkAsync(PretendHospital hospital, IReadOnlyList<ReadOnlyMemory<byte>> keyObjects)
    {
        using var answer = await Source.BulkAsync(keyObjects, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
        Assert.True(answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable, $"bulk: {(int)answer.StatusCode}");
        return answer.StatusCode == HttpStatusCode.Accepted;
    }

    private async Task<bool> TryFeedAsync(PretendHospital hospital, PhantomPerson person, string number, (string, string) trusted)
    {
        var patient = new PretendPatient
        {
            Number = hospital.Patient(number), Others = [trusted], Family = person.Family, Given = [person.Given], BirthDate = person.Born, Gender = "female",
        };
        using var answer = await new AdtPlayer(Exchange.Http).FeedAsync(patient, await Exchange.TokenAsync(hospital.Adt), CancellationToken.None);
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"ITI-104: {(int)answer.StatusCode}");
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Every page of what the hospital's EHR finds by the number.</summary>
    private async Task<IReadOnlyList<string>> AllAsync(PretendHospital hospital, string number)
    {
        var found = new List<string>();
        for (var page = $"ImagingStudy?{ByNumber(hospital, number)}&_count=40"; page is not null;)
        {
            var bundle = await SearchAsync(hospital.Ehr, page);
            found.AddRange(Matches(bundle).Select(StudyUidOf));
            page = bundle.GetProperty("link").EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next")
                .Select(link => link.GetProperty("url").GetString()!).Select(url => url[(url.IndexOf("/fhir/", StringComparison.Ordinal) + 6)..]).FirstOrDefault();
        }
        return [.. found.Order(StringComparer.Ordinal)];
    }
}
