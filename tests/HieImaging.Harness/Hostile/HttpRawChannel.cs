using System.Globalization;
using System.Net.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace HieImaging.Harness.Hostile;

/// <summary>Bytes inside TLS, as the file has them: what HTTP's own grammar forbids, and what nobody but a liar sends.</summary>
public sealed partial class HttpRawChannel(HostileExchange exchange) : HostileChannel(exchange)
{
    private readonly Placeholders _placeholders = new(exchange);
    private HostileAnswer? _withToken;

    public override string Name => "http-raw";

    public override bool Accepts(HostileAnswer answer) => answer.Status == 200;

    public override Expectation Expects(BadInput input) => OurAnswers.To(input);

    public override async Task<HostileAnswer> ControlAsync(CancellationToken cancellation) => await SendAsync(
        $"GET /fhir/ImagingStudy/{Exchange.StudyIdOfA} HTTP/1.1\r\nHost: hie.example\r\nAuthorization: Bearer {await Exchange.TokenAsync(Exchange.A.Ehr)}\r\nConnection: close\r\n\r\n",
        smuggles: false, cancellation) with { Client = Exchange.A.Ehr };

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        var text = Encoding.Latin1.GetString(folder.Bytes(input));
        if (!text.Contains('\r', StringComparison.Ordinal))
            text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
        text = FileLength().Replace(text, match => folder.Bytes(match.Groups[1].Value).Length.ToString(CultureInfo.InvariantCulture));
        text = FileContent().Replace(text, match => Encoding.Latin1.GetString(folder.Bytes(match.Groups[1].Value)));
        // the door that the request is for: submitters write, readers read
        var client = text.StartsWith("POST", StringComparison.Ordinal) ? Exchange.A.Pacs : Exchange.A.Ehr;
        var shown = text.Contains("{{TOKEN_ORG_A}}", StringComparison.Ordinal);
        text = _placeholders.Fill(text.Replace("{{TOKEN_ORG_A}}", await Exchange.TokenAsync(client), StringComparison.Ordinal));
        var smuggles = IsSmuggling(input);
        var answer = await SendAsync(text, smuggles, cancellation);
        _withToken = smuggles && !shown
            ? await SendAsync(text.Replace("Host:", $"Authorization: Bearer {await Exchange.TokenAsync(client)}\r\nHost:", StringComparison.Ordinal), smuggles, cancellation)
            : null;
        return shown && ReachesADoor(answer) && !(smuggles && answer.Status == 400) ? answer with { Client = client } : answer;
    }

    public override Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation)
    {
        var harms = new List<string>();
        if (_withToken is { } read && read is not { Status: 400, Further: 0, Closed: true })
            harms.Add($"with a token, so that the body is read: {read}, {read.Further} further answers, closed {read.Closed}");
        if (IsSmuggling(input) && answer.Further > 0)
            harms.Add($"{answer.Further} further answers on the connection");
        if (IsSmuggling(input) && answer.Closed == false)
            harms.Add("the connection stays open");
        if (answer.Text.Contains("evil.example", StringComparison.OrdinalIgnoreCase) || answer.Headers.Values.Any(value => value.Contains("evil.example", StringComparison.OrdinalIgnoreCase)))
            harms.Add("the caller's Host stands in the answer");
        if (answer.Headers.ContainsKey("x"))
            harms.Add("a header is split");
        if (answer.Headers.GetValueOrDefault("content-type", "") is var type && (type.Contains("boundary=x", StringComparison.Ordinal) || type.Contains("byteranges", StringComparison.Ordinal)))
            harms.Add($"the caller's parameters stand in the Content-Type: {type}");
        if (type.StartsWith("text/html", StringComparison.Ordinal))
            harms.Add("HTML");
        if (input.Id == "http-cache-no-vary" && answer.Headers.GetValueOrDefault("cache-control", "") is var caching && !caching.Contains("no-store", StringComparison.Ordinal))
            harms.Add($"Cache-Control is {caching}");
        return Task.FromResult<IReadOnlyList<string>>(harms);
    }

    private static bool IsSmuggling(BadInput input) => input.Class.Contains("smuggl", StringComparison.Ordinal);

    // The server's own refusals, without a body, come before anybody is known.
    private static bool ReachesADoor(HostileAnswer answer) => answer.Status is not (414 or 431) && answer.Body.Length > 0;

    private async Task<HostileAnswer> SendAsync(string text, bool smuggles, CancellationToken cancellation)
    {
        await using var stream = await Exchange.ConnectAsync(cancellation, SslApplicationProtocol.Http11);
        return await RawConnection.PlayAsync(stream, Once(Encoding.Latin1.GetBytes(text)), TimeSpan.FromSeconds(smuggles ? 4 : 10), closes: smuggles, cancellation);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Once(byte[] bytes)
    {
        await Task.CompletedTask;
        yield return bytes;
    }

    [GeneratedRegex(@"\{\{LEN ([\w./-]+)\}\}")]
    private static partial Regex FileLength();

    [GeneratedRegex(@"\{\{FILE ([\w./-]+)\}\}")]
    private static partial Regex FileContent();
}
