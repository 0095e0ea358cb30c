using System.Net.Security;
using System.Text;
using System.Text.Json.Nodes;

namespace HieImaging.Harness.Hostile;

/// <summary>FHIR resources in JSON and XML, sent by A's PACS. A study is a new one each time, for what was put is not put again.</summary>
public sealed class FhirRestChannel(HostileExchange exchange) : HostileChannel(exchange)
{
    private readonly Placeholders _placeholders = new(exchange);
    private long _studies, _others;

    public override string Name => "fhir-rest";

    public override bool Accepts(HostileAnswer answer) => answer.Status == 201;

    public override Expectation Expects(BadInput input) => OurAnswers.To(input);

    public override Task<HostileAnswer> ControlAsync(CancellationToken cancellation) =>
        Exchange.SendAsync(HostileExchange.Post("fhir/ImagingStudy",
            HostileExchange.ImagingStudy(Exchange.A.Authority.Urn, HostileExchange.NumberOfA, Exchange.FreshUid(), "a control")), Exchange.A.Pacs, cancellation);

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        (_studies, _others) = (await StudiesAsync("true"), await StudiesAsync($"custodian = '{Exchange.B.Id}'"));
        if (StreamOf(input) is { } bytes)
            return await StreamAsync(bytes, cancellation);
        var (method, path) = RequestOf(input);
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(Body(folder, input)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", input.ContentType);
        foreach (var (name, value) in input.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        return await Exchange.SendAsync(request, Exchange.A.Pacs, cancellation);
    }

    public override async Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation)
    {
        var harms = new List<string>();
        if (answer.IsRefused && await StudiesAsync("true") != _studies)
            harms.Add("something of what was refused is kept");
        if (await StudiesAsync($"custodian = '{Exchange.B.Id}'") != _others || await StudiesAsync($"id = '{Exchange.StudyIdOfB}' and version = 1") != 1)
            harms.Add("a study of another organization is not what it was");
        if (await StudiesAsync($"id = '{Exchange.RestrictedStudyId}' and version = 1 and cardinality(labels) > 0") != 1)
            harms.Add("the restricted study is not what it was");
        if (!answer.IsRefused && answer.Text.Contains(HostileExchange.StudyOfB, StringComparison.Ordinal))
            await TakeBackAsync(answer, cancellation);
        return harms;
    }

    // A's own study under B's UID is no secret of B's: what follows must find none.
    private async Task TakeBackAsync(HostileAnswer accepted, CancellationToken cancellation)
    {
        var study = JsonNode.Parse(accepted.Body.Span)!.AsObject();
        study["status"] = "entered-in-error";
        using var request = new HttpRequestMessage(HttpMethod.Put, "fhir/ImagingStudy/" + (string?)study["id"])
        {
            Content = new StringContent(study.ToJsonString(), Encoding.UTF8, "application/fhir+json"),
        };
        var answer = await Exchange.SendAsync(request, Exchange.A.Pacs, cancellation);
        if (answer.Status != 200)
            throw new InvalidOperationException($"The study was not taken back: {answer}");
    }

    private Task<long> StudiesAsync(string which) => Exchange.AskStoreAsync<long>($"select count(*) from record_locator.registered_study where {which}");

    private static IAsyncEnumerable<ReadOnlyMemory<byte>>? StreamOf(BadInput input) => BadInputFolder.Split(input).Key switch
    {
        "json_depth" => HostileStreams.JsonDepth(),
        "json_array" => HostileStreams.JsonArray(),
        _ => null,
    };

    // The node may answer long before the end: what is written after that is nobody's fault.
    private async Task<HostileAnswer> StreamAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> bytes, CancellationToken cancellation)
    {
        var head = "POST /fhir/ImagingStudy HTTP/1.1\r\nHost: hie.example\r\nContent-Type: application/fhir+json\r\n" +
            $"Authorization: Bearer {await Exchange.TokenAsync(Exchange.A.Pacs)}\r\n";
        await using var stream = await Exchange.ConnectAsync(cancellation, SslApplicationProtocol.Http11);
        var answer = await RawConnection.PlayAsync(stream, HostileStreams.Chunked(head, bytes), TimeSpan.FromSeconds(10), closes: false, cancellation);
        return answer with { Client = Exchange.A.Pacs };
    }

    private (HttpMethod, string) RequestOf(BadInput input) => _placeholders.Fill(input.Request).Split(' ') switch
    {
        [var method, var path, ..] => (new HttpMethod(method), path),
        _ => (HttpMethod.Post, "/fhir/ImagingStudy"),
    };

    // What speaks of the study of A that is there already speaks of a new one: only the reason under test may refuse it.
    private byte[] Body(BadInputFolder folder, BadInput input) => Encoding.Latin1.GetBytes(
        _placeholders.Fill(Encoding.Latin1.GetString(folder.Bytes(input))).Replace(HostileExchange.StudyOfA, Exchange.FreshUid(), StringComparison.Ordinal));
}
