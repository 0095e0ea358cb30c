using System.Net;
using System.Net.Http.Headers;
using HieImaging.Hl7v2.Framing;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Publishing;
using HieImaging.PretendFacility.Tokens;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Too fast, too many, too full: each door says so in its own words and when to come again, and nobody else suffers for it.</summary>
public sealed class LimitStories(Limited exchange) : Story(exchange), IClassFixture<Limited>
{
    [Theory]
    [InlineData("GET", "fhir/ImagingStudy?_id=x", "application/fhir+json", "\"code\":\"throttled\"")]
    [InlineData("GET", "dicomweb/studies?PatientID=1", "application/json", "\"code\":\"throttled\"")]
    [InlineData("GET", "dicomweb/studies/1.2.3", "text/plain", "too many calls")]
    [InlineData("POST", "manifests", "application/json", "\"code\":\"throttled\"")]
    [InlineData("POST", "oauth2/introspect", "application/json", "\"error\":\"temporarily_unavailable\"")]
    [InlineData("POST", "xds/repository", "application/soap+xml", "env:Sender")]
    public async Task A_client_that_comes_too_fast_is_told_when_to_come_again_and_others_are_served(string method, string path, string type, string words)
    {
        var (hasty, patient) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        HttpResponseMessage answer;
        var calls = 0;
        for (; (answer = await CallAsync(hasty.Ehr, method, path)).StatusCode != HttpStatusCode.TooManyRequests; calls++)
        {
            Assert.InRange(calls, 0, Limited.Burst * 3);
            answer.Dispose();
        }
        using (answer)
        {
            Assert.True(calls >= Limited.Burst, $"{calls} calls were let in");
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
            Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using var served = await CallAsync(patient.Ehr, "GET", "fhir/ImagingStudy?_id=x");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task A_sender_of_messages_that_comes_too_fast_is_asked_to_come_again_and_others_are_heard()
    {
        var (hasty, patient) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var taken = 0;
        for (; await SayAsync(hasty) is var said && said != "AE 207"; taken++)
        {
            Assert.Equal("AA", said);
            Assert.InRange(taken, 0, Limited.Burst * 3);
        }
        Assert.True(taken >= Limited.Burst, $"{taken} messages were let in");
        Assert.Equal("AA", await SayAsync(patient));
    }

    [Fact]
    public async Task Refusals_of_one_that_loops_are_counted_in_the_trail_and_not_written_one_by_one()
    {
        var hasty = Exchange.FreshHospital();
        const int Calls = Limited.Burst + 60;
        for (var i = 0; i < Calls; i++)
            (await CallAsync(hasty.Ehr, "GET", "dicomweb/studies/1.2.3")).Dispose();

        await Deadline.Until("what was refused is in the trail", async () => await ThrottledAsync("sum((body ->> 'count')::int)", hasty) >= 50);
        Assert.InRange(await ThrottledAsync("count(*)", hasty), 2, 4);
        Assert.Contains("hie_throttled_total{door=\"RAD-107\",by=\"client\"}", await MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_is_slow_and_costs_nobody_else_his_turn()
    {
        var (guessed, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var good = new ClientAssertion { Client = guessed.Ehr, Audience = Exchange.Tokens.Endpoint, IssuedAt = TimeProvider.System.GetUtcNow() };
        var forger = new ClientKeys(Checkout.NewFolder("forger"));
        HttpResponseMessage answer;
        var guesses = 0;
        for (; (answer = await Exchange.Tokens.AskAsync(good.Sign(forger), null, null, CancellationToken.None)).StatusCode == HttpStatusCode.BadRequest; guesses++)
            answer.Dispose();
        using (answer)
        {
            Assert.InRange(guesses, Limited.FailuresBurst, Limited.FailuresBurst * 3);
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Contains("temporarily_unavailable", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.NotEmpty(await Exchange.Tokens.TokenAsync(other.Ehr, null, null, CancellationToken.None));
        await Deadline.Until("the guessed client itself has its turn", async () =>
        {
            using var asked = await Exchange.Tokens.AskAsync((good with { IssuedAt = TimeProvider.System.GetUtcNow() }).Sign(Exchange.Keys), null, null, CancellationToken.None);
            return asked.IsSuccessStatusCode;
        });
    }

    [Fact]
    public async Task While_the_places_for_writes_are_taken_the_next_write_is_refused_and_reads_go_on()
    {
        var gate = new TaskCompletionSource();
        var slow = Enumerable.Range(0, Limited.Writes).Select(_ => Exchange.FreshHospital()).Select(hospital => SlowlyAsync(hospital, gate.Task)).ToList();
        var (writer, reader) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        await Deadline.Until("the places are taken", async () => (await MetricsAsync()).Contains($"hie_working{{work=\"writes\"}} {Limited.Writes}\n", StringComparison.Ordinal));

        using var refused = await Source.BulkAsync([KeyObject(writer)], await Exchange.TokenAsync(writer.Pacs), CancellationToken.None);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("throttled", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var read = await CallAsync(reader.Ehr, "GET", "fhir/ImagingStudy?_id=x");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        gate.SetResult();
        Assert.All(await Task.WhenAll(slow), status => Assert.Equal(HttpStatusCode.Accepted, status));
        using var taken = await Source.BulkAsync([KeyObject(writer)], await Exchange.TokenAsync(writer.Pacs), CancellationToken.None);
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
    }

    [Fact]
    public async Task Without_a_broker_the_outbox_fills_to_its_bound_then_writes_are_refused_and_reads_go_on_until_it_is_back()
    {
        var (hospital, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var submission = ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, FreshStudy(hospital, FreshPerson())), await FreshDomainIdAsync());
        var token = await Exchange.TokenAsync(hospital.Pacs);
        Exchange.Broker.Refuse();
        Assert.NotEqual(0, Exchange.Broker.Reset());
        foreach (var intakes in Enumerable.Range(0, Limited.OutboxRows + 1).Chunk(Limited.Burst / 2))         // a row each
        {
            var sender = Exchange.FreshHospital();
            foreach (var _ in intakes)
                using (var taken = await Source.BulkAsync([KeyObject(sender)], await Exchange.TokenAsync(sender.Pacs), CancellationToken.None))
                    Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        }
        await Deadline.Until("writes are refused", async () => (await MetricsAsync()).Contains("hie_writes_paused{reason=\"outbox\"} 1\n", StringComparison.Ordinal));

        using (var bulk = await Source.BulkAsync([KeyObject(hospital)], token, CancellationToken.None))
            AssertComeAgain(bulk);
        using (var stow = await Source.StowAsync(hospital.Id, [KeyObject(hospital)], token, CancellationToken.None))
            AssertComeAgain(stow);
        using (var feed = await new AdtPlayer(Exchange.Http).FeedAsync(
            new PretendPatient { Number = other.Patient(FreshPatientNumber()), Family = "Full", Given = ["Box"] }, await Exchange.TokenAsync(other.Adt), CancellationToken.None))
        {
            AssertComeAgain(feed);
            Assert.Contains("\"code\":\"throttled\"", await feed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal("AE 207", await SayAsync(other));
        var busy = await Source.ProvideAsync(submission, token, CancellationToken.None);
        Assert.Equal(RegistryErrorCode.RepositoryBusy, Assert.Single(busy.Errors).Code);
        using (var read = await CallAsync(other.Ehr, "GET", "fhir/ImagingStudy?_id=x"))
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        Exchange.Broker.Heal();
        await Deadline.Until("writes are taken again", async () => (await MetricsAsync()).Contains("hie_writes_paused{reason=\"outbox\"} 0\n", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        Assert.Equal(ResponseStatus.Success, (await Source.ProvideAsync(submission, token, CancellationToken.None)).Status);
        await Exchange.SettledAsync();
    }

    private new Limited Exchange => (Limited)base.Exchange;

    private static void AssertComeAgain(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    private ReadOnlyMemory<byte> KeyObject(PretendHospital hospital) =>
        KeyObjectWriter.Write(PhantomManifest.Of(hospital, FreshStudy(hospital, FreshPerson())));

    // HL7 v2 of somebody new; AA, or what else was answered.
    private async Task<string> SayAsync(PretendHospital hospital)
    {
        var message = new AdtMessage
        {
            Hospital = hospital, Event = "A28", ControlId = FreshPatientNumber("L"),
            Patients = [new PretendPatient { Number = hospital.Patient(FreshPatientNumber()), Family = "Full", Given = ["Box"] }],
        };
        await using var client = await MllpClient.ConnectAsync(Exchange.Nodes[0].Mllp!.Host, Exchange.Nodes[0].Mllp!.Port, null, CancellationToken.None);
        var answer = await client.SendAsync(message.ToMessage(), CancellationToken.None);
        return answer.First("MSA")![1].Text is "AA" ? "AA" : $"{answer.First("MSA")![1].Text} {answer.First("ERR")?[3].Text}";
    }

    private async Task<HttpResponseMessage> CallAsync(string client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client));
        return await Exchange.Http.SendAsync(request);
    }

    /// <summary>A bulk whose sender pauses in the middle.</summary>
    private async Task<HttpStatusCode> SlowlyAsync(PretendHospital hospital, Task until)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "manifests") { Content = new HaltingContent(KeyObject(hospital), until) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(hospital.Pacs));
        using var answer = await Exchange.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<string> MetricsAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(Exchange.Nodes[0].Management, "metrics"));
    }

    private async Task<long> ThrottledAsync(string what, PretendHospital hospital) => Convert.ToInt64(await Exchange.ScalarAsync($"""
        select coalesce({what}, 0)::bigint from (select convert_from(body, 'UTF8')::jsonb as body from trust.audit_record
        where client = '{hospital.Ehr}' and outcome = 4) refused where body ->> 'code' = 'throttled'
        """), System.Globalization.CultureInfo.InvariantCulture);
}
