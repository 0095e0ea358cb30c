using System.Diagnostics;
using System.Net.Sockets;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;

namespace HieImaging.Harness.Hostile;

/// <summary>Bytes to the node's HL7 v2 door as they are, and the acknowledgements that come back, on one connection.</summary>
public sealed class MllpConversation : IDisposable
{
    private static readonly Hl7Bounds Bounds = new();

    private readonly TcpClient _socket = new() { NoDelay = true };
    private MllpReader _reader = null!;

    public static async Task<MllpConversation> OpenAsync(Uri mllp, CancellationToken cancellation)
    {
        var conversation = new MllpConversation();
        await conversation._socket.ConnectAsync(mllp.Host, mllp.Port, cancellation);
        conversation._reader = new MllpReader(conversation._socket.GetStream(), Bounds);
        return conversation;
    }

    /// <summary>Sends it, and waits for one answer or the end of the connection.</summary>
    /// <param name="patience">How long; after it the answer is "none, and it stayed open".</param>
    public async Task<HostileAnswer> SendAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> bytes, TimeSpan patience, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var writing = WriteAsync(bytes, heard.Token);
        var answer = await HearAsync(limit.Token);
        await heard.CancelAsync();
        await writing;
        return answer with { Took = Stopwatch.GetElapsedTime(began) };
    }

    /// <summary>The same of a few bytes.</summary>
    public Task<HostileAnswer> SendAsync(byte[] bytes, TimeSpan patience, CancellationToken cancellation) =>
        SendAsync(Once(bytes), patience, cancellation);

    /// <summary>One more answer that nobody asked for.</summary>
    public async Task<bool> IsAnsweredTwiceAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMilliseconds(300));
        return (await HearAsync(limit.Token)).Status != 0;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<HostileAnswer> HearAsync(CancellationToken cancellation)
    {
        try
        {
            if (!await _reader.StartAsync(cancellation) || await _reader.FinishAsync(cancellation) is not MllpFrame.Whole frame)
                return new HostileAnswer { Closed = true };
            return Hl7Reader.Read(frame.Bytes.Span, Bounds) is Hl7Reading.Read(var ack)
                ? Answered(ack, frame.Bytes.ToArray())
                : new HostileAnswer { Status = 500, Body = frame.Bytes.ToArray(), OwnCodes = ["unreadable"] };
        }
        catch (OperationCanceledException)
        {
            return new HostileAnswer { Closed = false, SaysNo = true };
        }
        catch (IOException)
        {
            return new HostileAnswer { Closed = true };
        }
    }

    private static HostileAnswer Answered(Hl7Message ack, byte[] bytes) => new()
    {
        Status = ack.First("MSA")?[1].Text == "AA" ? 200 : 400,
        OwnCodes = [.. ack.All("ERR").Select(error => error[3].Text).OfType<string>()],
        Body = bytes,
        // the receiver of an acknowledgement is whom the message named as its sender
        Headers = new Dictionary<string, string> { ["sender"] = $"{ack.Header[5].Text}|{ack.Header[6].Text}" },
    };

    private async Task WriteAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> bytes, CancellationToken cancellation)
    {
        try
        {
            await foreach (var piece in bytes.WithCancellation(cancellation))
                await _socket.GetStream().WriteAsync(piece, cancellation);
        }
        catch (Exception refused) when (refused is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // the node has heard enough
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Once(byte[] bytes)
    {
        await Task.CompletedTask;
        yield return bytes;
    }
}
