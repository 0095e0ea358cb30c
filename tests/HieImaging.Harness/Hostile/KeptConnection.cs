using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>
/// A connection to the node that is kept from one request to the next, and opened again where the node closed it. The answer is read while
/// the request is still being written, for a node that refuses need not hear it out.
/// </summary>
public sealed class KeptConnection(Uri node) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private TcpClient? _socket;
    private int _at;
    private int _end;

    /// <summary>Sends a whole request, head and body, as it is.</summary>
    public async Task<HostileAnswer> SendAsync(byte[] request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        Func<NetworkStream, Task> write = stream => stream.WriteAsync(request, limit.Token).AsTask();
        var isFresh = _socket is null;
        var answer = await TryAsync(write, limit.Token);
        // a kept connection may have been closed by the node meanwhile: that is no answer to this request
        return answer.Status == 0 && !isFresh && !limit.IsCancellationRequested ? await TryAsync(write, limit.Token) : answer;
    }

    /// <summary>Sends a request whose body comes in pieces, perhaps without end.</summary>
    /// <param name="head">Without the empty line at its end, nor the body's length.</param>
    public async Task<HostileAnswer> SendAsync(string head, IAsyncEnumerable<byte[]> body, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        return await TryAsync(async stream =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head + "Transfer-Encoding: chunked\r\n\r\n"), limit.Token);
            await foreach (var piece in body.WithCancellation(limit.Token))
                await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8], limit.Token);
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), limit.Token);
        }, limit.Token);
    }

    public void Dispose() => Close();

    private async Task<HostileAnswer> TryAsync(Func<NetworkStream, Task> write, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        HostileAnswer answer = new();
        Task? writing = null;
        try
        {
            if (_socket is null)
            {
                _socket = new TcpClient { NoDelay = true };
                await _socket.ConnectAsync(node.Host, node.Port, cancellation);
                _at = _end = 0;
            }
            writing = write(_socket.GetStream());
            do
                answer = await ReadAsync(_socket.GetStream(), cancellation);
            while (answer.Status is >= 100 and < 200);
            if (!writing.IsCompletedSuccessfully || answer.Headers.GetValueOrDefault("connection") == "close")
                Close();
        }
        catch (Exception broken) when (broken is IOException or SocketException or FormatException or OperationCanceledException or ObjectDisposedException)
        {
            Close();
        }
        if (writing is { IsCompleted: false })
            await Task.WhenAny(writing);
        _ = writing?.Exception;                                         // whoever refuses need not listen
        return answer with { Took = Stopwatch.GetElapsedTime(began) };
    }

    /// <summary>The next request goes over another.</summary>
    public void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<HostileAnswer> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var status = int.Parse((await LineAsync(stream, cancellation)).Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await LineAsync(stream, cancellation) is { Length: > 0 } line)
            if (line.Split(':', 2) is [var name, var value])
                headers[name.ToLowerInvariant()] = value.Trim();
        using var body = new MemoryStream();
        if (headers.TryGetValue("transfer-encoding", out var encoding) && encoding == "chunked")
        {
            for (int size; (size = int.Parse(await LineAsync(stream, cancellation), NumberStyles.HexNumber, CultureInfo.InvariantCulture)) > 0;)
            {
                await TakeAsync(stream, body, size, cancellation);
                await LineAsync(stream, cancellation);
            }
            await LineAsync(stream, cancellation);
        }
        else if (headers.TryGetValue("content-length", out var length))
            await TakeAsync(stream, body, int.Parse(length, CultureInfo.InvariantCulture), cancellation);
        return new HostileAnswer { Status = status, Headers = headers, Body = body.ToArray() };
    }

    private async Task<string> LineAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            var end = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
            line.Append(Encoding.Latin1.GetString(_buffer, _at, (end < 0 ? _end - _at : end)));
            _at = end < 0 ? _end : _at + end + 1;
            if (end >= 0)
                return line.ToString().TrimEnd('\r');
            await FillAsync(stream, cancellation);
        }
    }

    private async Task TakeAsync(NetworkStream stream, MemoryStream body, int count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            if (_at == _end)
                await FillAsync(stream, cancellation);
            var part = Math.Min(count, _end - _at);
            body.Write(_buffer, _at, part);
            _at += part;
            count -= part;
        }
    }

    private async Task FillAsync(NetworkStream stream, CancellationToken cancellation)
    {
        _at = 0;
        _end = await stream.ReadAsync(_buffer, cancellation);
        if (_end == 0)
            throw new IOException("The node closed the connection.");
    }
}
