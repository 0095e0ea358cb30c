using System.Net.Security;

namespace HieImaging.Harness.Hostile;

/// <summary>A body that comes too slowly: whoever holds a place must use it.</summary>
public sealed class HttpStreamChannel(HostileExchange exchange) : HostileChannel(exchange)
{
    private static readonly TimeSpan HeldAtMost = TimeSpan.FromSeconds(30);

    public override string Name => "http";

    public override string? Skips(BadInput input) => input.File.EndsWith("#slow_drip", StringComparison.Ordinal) ? null : "the channel has no such stream";

    public override Expectation Expects(BadInput input) => Expectation.Of(input.Expected).Or(0);

    public override Task<HostileAnswer> ControlAsync(CancellationToken cancellation) =>
        Exchange.SendAsync(new HttpRequestMessage(HttpMethod.Get, "fhir/ImagingStudy/" + Exchange.StudyIdOfA), Exchange.A.Ehr, cancellation);

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        var head = "POST /fhir/ImagingStudy HTTP/1.1\r\nHost: hie.example\r\nContent-Type: application/fhir+json\r\n" +
            $"Authorization: Bearer {await Exchange.TokenAsync(Exchange.A.Pacs)}\r\n";
        await using var stream = await Exchange.ConnectAsync(cancellation, SslApplicationProtocol.Http11);
        var answer = await RawConnection.PlayAsync(
            stream, HostileStreams.Chunked(head, HostileStreams.SlowDrip(TimeSpan.FromSeconds(5))), HeldAtMost + TimeSpan.FromSeconds(5), closes: true, cancellation);
        return answer with { Within = HeldAtMost, Client = Exchange.A.Pacs };
    }

    public override Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>(answer.Closed == true ? [] : ["the connection stays open"]);
}
