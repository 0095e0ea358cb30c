using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Security;

namespace HieImaging.Harness.Hostile;

/// <summary>Frames of HTTP/2 inside TLS.</summary>
public sealed class Http2Channel(HostileExchange exchange) : HostileChannel(exchange)
{
    private const byte GoAway = 7;

    public override string Name => "http2";

    public override string? Skips(BadInput input) => input.File.EndsWith("#http2_rapid_reset", StringComparison.Ordinal) ? null : "the channel has no such stream";

    // GOAWAY is told as 0: the node has closed
    public override Expectation Expects(BadInput input) => new([0], []);

    public override async Task<HostileAnswer> ControlAsync(CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => Exchange.IsNode(shown);
        using var http = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Exchange.Secure, "fhir/metadata"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await http.SendAsync(request, cancellation);
        return new HostileAnswer { Status = (int)answer.StatusCode };
    }

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        await using var stream = await Exchange.ConnectAsync(cancellation, SslApplicationProtocol.Http2);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        var began = Stopwatch.GetTimestamp();
        var writing = WriteAsync(stream, limit.Token);
        var gone = await GoesAwayAsync(stream, limit.Token);
        var took = Stopwatch.GetElapsedTime(began);
        await limit.CancelAsync();
        await writing;
        return new HostileAnswer { Status = gone ? 0 : 200, Closed = gone, Took = took };
    }

    private static async Task WriteAsync(SslStream stream, CancellationToken cancellation)
    {
        try
        {
            await foreach (var piece in HostileStreams.RapidReset().WithCancellation(cancellation))
                await stream.WriteAsync(piece, cancellation);
        }
        catch (Exception refused) when (refused is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // the node has heard enough
        }
    }

    private static async Task<bool> GoesAwayAsync(SslStream stream, CancellationToken cancellation)
    {
        var head = new byte[9];
        try
        {
            while (true)
            {
                if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation) < head.Length || head[3] == GoAway)
                    return true;
                var length = BinaryPrimitives.ReadInt32BigEndian([0, head[0], head[1], head[2]]);
                await stream.ReadExactlyAsync(new byte[length], cancellation);
            }
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
