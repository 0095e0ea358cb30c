using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>Bytes to the node as they are, inside TLS, and what comes back: the answers that can be told apart, and whether the node closed.</summary>
public static class RawConnection
{
    private const int MostBytes = 64 * 1024 * 1024, Short = 256 * 1024;

    /// <param name="bytes">Pieces as they are written; the node may stop reading at any of them.</param>
    /// <param name="patience">How long the node may take to close.</param>
    /// <param name="closes">Whether to wait for the end of the connection, not for the first answer alone.</param>
    public static async Task<HostileAnswer> PlayAsync(
        SslStream stream, IAsyncEnumerable<ReadOnlyMemory<byte>> bytes, TimeSpan patience, bool closes, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        var writing = WriteAsync(stream, bytes, limit.Token);
        var (received, closed) = await ReadAsync(stream, closes, limit.Token);
        var took = Stopwatch.GetElapsedTime(began);
        await limit.CancelAsync();
        await writing;
        var answers = Answers(received).ToList();
        return (answers.Count > 0 ? answers[0] : new HostileAnswer()) with { Took = took, Closed = closed, Further = Math.Max(0, answers.Count - 1) };
    }

    private static async Task WriteAsync(SslStream stream, IAsyncEnumerable<ReadOnlyMemory<byte>> bytes, CancellationToken cancellation)
    {
        try
        {
            await foreach (var piece in bytes.WithCancellation(cancellation))
            {
                await stream.WriteAsync(piece, cancellation);
                await stream.FlushAsync(cancellation);
            }
        }
        catch (Exception refused) when (refused is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // the node has heard enough
        }
    }

    private static async Task<(byte[] Received, bool Closed)> ReadAsync(SslStream stream, bool closes, CancellationToken cancellation)
    {
        using var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (received.Length < MostBytes)
            {
                var read = await stream.ReadAsync(buffer, cancellation);
                if (read == 0)
                    return (received.ToArray(), true);
                received.Write(buffer, 0, read);
                if (!closes && MayBeWhole(received) && Answers(received.ToArray()).Any())
                    break;
            }
        }
        catch (IOException)
        {
            return (received.ToArray(), true);
        }
        catch (OperationCanceledException)
        {
        }
        return (received.ToArray(), false);
    }

    // A page of large studies comes in hundreds of pieces; each is not worth a look at all of them.
    private static bool MayBeWhole(MemoryStream received) =>
        received.Length < Short || received.GetBuffer().AsSpan(0, (int)received.Length).EndsWith("0\r\n\r\n"u8);

    /// <summary>The whole HTTP/1.1 answers at the start of the bytes, one after the other.</summary>
    private static IEnumerable<HostileAnswer> Answers(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var head = bytes.AsSpan(at).IndexOf("\r\n\r\n"u8);
            var text = head < 0 ? "" : Encoding.Latin1.GetString(bytes, at, head);
            if (!text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
                yield break;
            var lines = text.Split("\r\n");
            var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
                .GroupBy(pair => pair[0].Trim().ToLowerInvariant(), StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(pair => pair[1].Trim())), StringComparer.Ordinal);
            var from = at + head + 4;
            var (body, next) = BodyOf(bytes, from, headers);
            if (next < 0)
                yield break;
            at = next;
            if (lines[0][9..12] != "100")
                yield return new HostileAnswer { Status = int.Parse(lines[0][9..12], CultureInfo.InvariantCulture), Headers = headers, Body = body };
        }
    }

    private static (byte[] Body, int Next) BodyOf(byte[] bytes, int from, Dictionary<string, string> headers)
    {
        if (!headers.GetValueOrDefault("transfer-encoding", "").Contains("chunked", StringComparison.Ordinal))
        {
            var length = int.Parse(headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture);
            return from + length <= bytes.Length ? (bytes[from..(from + length)], from + length) : ([], -1);
        }
        using var body = new MemoryStream();
        while (true)
        {
            var line = bytes.AsSpan(from).IndexOf("\r\n"u8);
            if (line < 0 || !int.TryParse(Encoding.Latin1.GetString(bytes, from, line).Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size)
                || from + line + 2 + size + 2 > bytes.Length)
                return ([], -1);
            from += line + 2;
            body.Write(bytes, from, size);
            from += size + 2;
            if (size == 0)
                return (body.ToArray(), from);
        }
    }
}
