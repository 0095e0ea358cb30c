namespace HieImaging.Harness.Hostile;

/// <summary>Bodies of STOW-RS that never end.</summary>
public sealed class StowChannel(HostileExchange exchange) : HostileChannel(exchange)
{
    public override string Name => "stow-rs";

    public override string? Skips(BadInput input) => input.File.EndsWith("#stow_endless", StringComparison.Ordinal) ? null : "the channel has no such stream";

    public override Expectation Expects(BadInput input) => Expectation.Of(input.Expected);

    public override Task<HostileAnswer> ControlAsync(CancellationToken cancellation) =>
        KeyObjectsByStow.SendAsync(Exchange, Exchange.A, KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, Exchange.FreshUid()), cancellation);

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        var head = "POST /dicomweb/studies HTTP/1.1\r\nHost: hie.example\r\nContent-Type: multipart/related; type=\"application/dicom\"; boundary=x\r\n" +
            $"Authorization: Bearer {await Exchange.TokenAsync(Exchange.A.Pacs)}\r\n";
        using var connection = new KeptConnection(Exchange.Address);
        var answer = await connection.SendAsync(head, EnvelopeStreams.StowEndless(), cancellation);
        return answer with { Client = Exchange.A.Pacs };
    }
}
