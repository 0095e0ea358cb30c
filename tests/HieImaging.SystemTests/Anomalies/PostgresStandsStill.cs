using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using HieImaging.Hl7v2.Framing;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Anomalies;

/// <summary>PostgreSQL does not die but stands still, while callers are at every door.</summary>
[Collection(ServersKilled.Name)]
public sealed class PostgresStandsStill(OnOwnServers exchange) : PublishingStory(exchange)
{
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(6), Bar = TimeSpan.FromSeconds(5);

    private static readonly string[] _busy = ["503", "XDSRepositoryBusy", "AE 207"];

    private readonly ConcurrentBag<(string Door, string Said, TimeSpan Took, long At)> _answers = [];

    private int _said;

    [Fact]
    public async Task Every_door_answers_soon_and_is_as_before_when_it_goes_on()
    {
        var hospital = Exchange.FreshHospital();
        var submission = ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, FreshStudy(hospital, FreshPerson())), await FreshDomainIdAsync());
        var keyObject = KeyObjectWriter.Write(PhantomManifest.Of(hospital, FreshStudy(hospital, FreshPerson())));
        var (pacs, adt) = (await Exchange.TokenAsync(hospital.Pacs), await Exchange.TokenAsync(hospital.Adt));
        var known = new PretendPatient { Number = hospital.Patient(FreshPatientNumber()), Family = "Still", Given = ["Stan"], BirthDate = new DateOnly(1961, 2, 3) };
        await FeedOnceAsync(known, adt);
        var number = Uri.EscapeDataString($"{hospital.Authority.Urn}|{known.Number.Value}");
        (string Door, Func<Task<string>> Call)[] doors =
        [
            ("FHIR", async () => await GetStatusAsync("fhir/ImagingStudy?_id=x", hospital.Ehr)),
            ("QIDO-RS", async () => await GetStatusAsync("dicomweb/studies?PatientID=1", hospital.Ehr)),
            ("RAD-68", async () => (await Source.ProvideAsync(submission, pacs, CancellationToken.None)) is { Status: ResponseStatus.Failure } busy
                ? busy.Errors[0].Code : "200"),
            ("manifests", async () => StatusOf(await Source.BulkAsync([keyObject], pacs, CancellationToken.None))),
            ("ITI-104", () => FeedOnceAsync(known, adt)),
            ("ITI-83", () => GetStatusAsync($"fhir/Patient/$ihe-pix?sourceIdentifier={number}", hospital.Ehr)),
            ("ITI-119", () => MatchAsync(known, hospital.Ehr)),
            ("MLLP", () => SayAsync(hospital, known)),
            ("token", async () => StatusOf(await Exchange.Tokens.AskAsync(
                new PretendFacility.Tokens.ClientAssertion { Client = hospital.Ehr, Audience = Exchange.Tokens.Endpoint, IssuedAt = TimeProvider.System.GetUtcNow() }
                    .Sign(Exchange.Keys), null, null, CancellationToken.None))),
        ];
        using var over = new CancellationTokenSource();
        var calling = doors.SelectMany(door => Enumerable.Range(0, 4).Select(_ => Task.Run(() => CallAsync(door.Door, door.Call, over.Token)))).ToList();
        await Deadline.Until("every door answers", () => Task.FromResult(doors.All(door => _answers.Count(answer => answer.Door == door.Door && answer.Said is "200" or "202") >= 2)));
        var threads = Threads();

        var stopped = Stopwatch.GetTimestamp();
        await SignalAsync("STOP");
        await Task.Delay(Still);
        var most = Threads();
        await SignalAsync("CONT");
        var went = Stopwatch.GetTimestamp();
        await Deadline.Until("every door answers as before", () => Task.FromResult(doors.All(door =>
            _answers.Any(answer => answer.Door == door.Door && answer.At > went && answer.Said is "200" or "202"))), TimeSpan.FromSeconds(10));
        await over.CancelAsync();
        await Task.WhenAll(calling);

        var meanwhile = _answers.Where(answer => answer.At > stopped && answer.At < went).ToList();
        Assert.All(doors, door => Assert.Contains(meanwhile, answer => answer.Door == door.Door && _busy.Contains(answer.Said)));
        Assert.All(_answers, answer => Assert.Contains(answer.Said, (string[])["200", "202", .. _busy]));
        Assert.All(_answers, answer => Assert.True(answer.Took < Bar, $"{answer.Door} answered {answer.Said} after {answer.Took}"));
        Assert.True(most < threads + 60, $"{threads} threads became {most}");
        await AcceptsAsync();
        await Exchange.SettledAsync(TimeSpan.FromSeconds(60));
    }

    private async Task CallAsync(string door, Func<Task<string>> call, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var said = await call();
            _answers.Add((door, said, Stopwatch.GetElapsedTime(began), Stopwatch.GetTimestamp()));
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private async Task<string> FeedOnceAsync(PretendPatient patient, string token) =>
        StatusOf(await new AdtPlayer(Exchange.Http).FeedAsync(patient, token, CancellationToken.None));

    private async Task<string> MatchAsync(PretendPatient patient, string client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "fhir/Patient/$match")
        {
            Content = new StringContent(patient.ToFhir().ToJsonString(), Encoding.UTF8, "application/fhir+json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client));
        return StatusOf(await Exchange.Http.SendAsync(request));
    }

    private async Task<string> SayAsync(PretendHospital hospital, PretendPatient patient)
    {
        var message = new AdtMessage { Hospital = hospital, Event = "A31", ControlId = $"S{Interlocked.Increment(ref _said)}", Patients = [patient] };
        await using var client = await MllpClient.ConnectAsync(Exchange.Nodes[0].Mllp!.Host, Exchange.Nodes[0].Mllp!.Port, null, CancellationToken.None);
        var answer = await client.SendAsync(message.ToMessage(), CancellationToken.None);
        return answer.First("MSA")![1].Text is "AA" ? "200" : $"{answer.First("MSA")![1].Text} {answer.First("ERR")?[3].Text}";
    }

    private async Task<string> GetStatusAsync(string path, string client) => StatusOf(await GetAsync(path, client, "*/*"));

    private static string StatusOf(HttpResponseMessage answer)
    {
        using (answer)
            return ((int)answer.StatusCode) is 201 or 204 ? "200" : ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    private int Threads() => Process.GetProcessById(Exchange.Nodes[0].Id).Threads.Count;

    /// <summary>To the postmaster and all of its children.</summary>
    private async Task SignalAsync(string signal) =>
        await ProcessStatus.SignalAsync(signal, ProcessStatus.Family((await Exchange.Servers.PidAsync("postgres"))!.Value));
}
