using System.Diagnostics;
using System.Text.Json;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.PretendFacility.Feeding;

namespace HieImaging.Harness.Hostile;

/// <summary>Scenarios of HL7 v2 about two fresh numbers of A, each with a study of its own: merged and parted, revised in any order, linked and
/// unlinked at once.</summary>
/// <param name="hold">Notes what is not so.</param>
internal sealed class MessageScenarios(HostileExchange exchange, Action<string, bool> hold)
{
    private static readonly DateTimeOffset Began = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly string _one = "M" + exchange.FreshNumber(), _other = "M" + exchange.FreshNumber();
    private readonly string _study = exchange.FreshUid(), _further = exchange.FreshUid();

    /// <summary>A40, then A37; and the same where the A37 comes first.</summary>
    public async Task MergedAndPartedAsync(CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        AdtMessage merge = Say("A40", 1, _other) with { Subsumed = _one }, part = Parting("A37", 2);
        hold("A40 is acknowledged", await IsTakenAsync(merge, cancellation));
        hold("the survivor has both", await IsFoundAsync(_other, [_study, _further], cancellation));
        hold("A37 is acknowledged", await IsTakenAsync(part, cancellation));
        await EachHasItsOwnAsync("A40, A37", cancellation);
        hold("A37 before its A40 is acknowledged", await IsTakenAsync(Parting("A37", 4), cancellation));
        await SendAsync(merge with { ControlId = FreshControlId(), SaidAt = At(3) }, cancellation);
        await EachHasItsOwnAsync("A37, A40", cancellation);
    }

    /// <summary>A hundred A08 in an order that is drawn, over four connections: the last one said holds.</summary>
    public async Task RevisedInAnyOrderAsync(CancellationToken cancellation)
    {
        const int Messages = 100;
        await PrepareAsync(cancellation);
        var messages = Enumerable.Range(1, Messages).Select(at => Say("A08", at, _one, $"Number{at}")).ToArray();
        Random.Shared.Shuffle(messages);
        await Task.WhenAll(messages.Chunk(Messages / 4).Select(async share =>
        {
            await using var client = await ConnectAsync(cancellation);
            foreach (var message in share)
                hold("A08 is acknowledged", Code(await SendAsync(client, message, cancellation)) == "AA");
        }));
        var patients = await ResourcesAsync($"Patient?identifier={Token(_one)}", cancellation);
        hold("one patient", patients.Count == 1);
        hold("the last word holds", patients[0].GetProperty("name")[0].GetProperty("given")[1].GetString() == $"Number{Messages}");
    }

    /// <summary>Fifty times an A24 and an A37 at once: the last one said holds.</summary>
    public async Task LinkedAndUnlinkedAtOnceAsync(CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        await using MllpClient linking = await ConnectAsync(cancellation), parting = await ConnectAsync(cancellation);
        for (var round = 1; round <= 50; round++)
        {
            var answers = await Task.WhenAll(
                SendAsync(linking, Parting("A24", (2 * round) - 1), cancellation),
                SendAsync(parting, Parting("A37", 2 * round), cancellation));
            hold("A24 and A37 are acknowledged", answers.All(answer => Code(answer) == "AA"));
        }
        await EachHasItsOwnAsync("the last was A37", cancellation);
        hold("they are two when the last is A37", await PersonsAsync() == 2);
        await IsTakenAsync(Parting("A24", 101), cancellation);
        hold("they are one when the last is A24", await PersonsAsync() == 1);
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        foreach (var (number, study) in ((string, string)[])[(_one, _study), (_other, _further)])
        {
            await KeyObjectsByStow.SendAsync(exchange, exchange.A, KeyObjects.Good(exchange.A, number, study), cancellation);
            hold("A28 is acknowledged", await IsTakenAsync(Say("A28", 0, number), cancellation));
        }
    }

    private async Task EachHasItsOwnAsync(string when, CancellationToken cancellation)
    {
        hold($"{when}: the one has its own study", await IsFoundAsync(_one, [_study], cancellation));
        hold($"{when}: the other has its own study", await IsFoundAsync(_other, [_further], cancellation));
    }

    // In this exchange nobody may know of links.
    private Task<long> PersonsAsync() => exchange.AskStoreAsync<long>($"""
        select count(distinct link.person_id) from record_locator.source_identity source
        join record_locator.person_link link on link.source_id = source.id where source.value in ('{_one}', '{_other}')
        """);

    private async Task<bool> IsFoundAsync(string number, string[] studies, CancellationToken cancellation) =>
        (await ResourcesAsync($"ImagingStudy?patient.identifier={Token(number)}", cancellation))
            .Select(study => study.GetProperty("identifier")[0].GetProperty("value").GetString()!["urn:oid:".Length..])
            .Order(StringComparer.Ordinal).SequenceEqual(studies.Order(StringComparer.Ordinal));

    private async Task<IReadOnlyList<JsonElement>> ResourcesAsync(string query, CancellationToken cancellation)
    {
        var answer = await exchange.SendAsync(new HttpRequestMessage(HttpMethod.Get, "fhir/" + query), exchange.A.Ehr, cancellation);
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.TryGetProperty("entry", out var entries)
            ? [.. entries.EnumerateArray().Where(entry => entry.GetProperty("search").GetProperty("mode").GetString() == "match").Select(entry => entry.GetProperty("resource").Clone())]
            : [];
    }

    private AdtMessage Say(string happened, int second, string number, string? further = null) => new()
    {
        Hospital = exchange.A, Event = happened, ControlId = FreshControlId(), SaidAt = At(second), Patients = [PatientOf(number, further)],
    };

    private AdtMessage Parting(string happened, int second) => Say(happened, second, _one) with { Patients = [PatientOf(_one), PatientOf(_other)] };

    private PretendPatient PatientOf(string number, string? further = null) => new()
    {
        Number = exchange.A.Patient(number), Family = "ZZCANARY", Given = further is null ? ["PHILOMENA"] : ["PHILOMENA", further],
        BirthDate = new DateOnly(1970, 1, 1), Gender = "female",
    };

    private async Task<bool> IsTakenAsync(AdtMessage message, CancellationToken cancellation) => Code(await SendAsync(message, cancellation)) == "AA";

    private async Task<Hl7Message> SendAsync(AdtMessage message, CancellationToken cancellation)
    {
        await using var client = await ConnectAsync(cancellation);
        return await SendAsync(client, message, cancellation);
    }

    private async Task<Hl7Message> SendAsync(MllpClient client, AdtMessage message, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await client.SendAsync(message.ToMessage(), cancellation);
        hold("each is answered within five seconds", Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
        return answer;
    }

    private Task<MllpClient> ConnectAsync(CancellationToken cancellation) =>
        MllpClient.ConnectAsync(exchange.Node.Mllp!.Host, exchange.Node.Mllp.Port, null, cancellation);

    private string Token(string number) => Uri.EscapeDataString($"{exchange.A.Authority.Urn}|{number}");

    private string FreshControlId() => "S" + exchange.FreshNumber();

    private static DateTimeOffset At(int second) => Began.AddSeconds(second);

    private static string? Code(Hl7Message answer) => answer.First("MSA")?[1].Text;
}
