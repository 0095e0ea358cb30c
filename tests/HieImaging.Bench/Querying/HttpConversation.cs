using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HieImaging.Bench.Querying;

/// <summary>One kept-alive HTTP/1.1 connection that asks and waits, and costs the processors next to nothing beside the server. An answer is
/// held whole until the next one.</summary>
internal sealed class HttpConversation : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string _headers;
    private byte[] _buffer = new byte[1 << 20];
    private int _begin, _end;

    /// <param name="headers">Each with its line end.</param>
    public HttpConversation(Uri server, string headers)
    {
        _headers = $" HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}\r\n";
        _socket.Connect(new IPEndPoint(IPAddress.Parse(server.Host), server.Port));
    }

    /// <summary>The body of an answer 200.</summary>
    /// <exception cref="HttpRequestException">It was another answer, or none.</exception>
    public ReadOnlySpan<byte> Get(string pathAndQuery)
    {
        (_begin, _end) = (0, 0);
        _socket.Send(Encoding.ASCII.GetBytes($"GET {pathAndQuery}{_headers}"));
        var head = TakeUntil("\r\n\r\n"u8);
        var (start, length) = (head.Start, head.Length);
        var text = _buffer.AsSpan(start, length);
        if (!text.StartsWith("HTTP/1.1 200"u8))
            throw new HttpRequestException(Encoding.ASCII.GetString(text[..text.IndexOf((byte)'\r')]));
        var headers = Encoding.ASCII.GetString(text).ToLowerInvariant();
        if (headers.Contains("transfer-encoding: chunked", StringComparison.Ordinal))
            return Chunked();
        var at = headers.IndexOf("content-length:", StringComparison.Ordinal) + "content-length:".Length;
        var size = int.Parse(headers.AsSpan(at, headers.IndexOf('\r', at) - at), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        return _buffer.AsSpan(Take(size), size);
    }

    public void Dispose() => _socket.Dispose();

    // The chunks are moved together, to where the first one began.
    private ReadOnlySpan<byte> Chunked()
    {
        var body = _begin;
        var length = 0;
        while (true)
        {
            var line = TakeUntil("\r\n"u8);
            if (!Utf8Parser.TryParse(_buffer.AsSpan(line.Start, line.Length), out int size, out _, 'x'))
                throw new HttpRequestException("No size of a chunk.");
            var at = Take(size + 2);
            if (size == 0)
                return _buffer.AsSpan(body, length);
            _buffer.AsSpan(at, size).CopyTo(_buffer.AsSpan(body + length));
            length += size;
        }
    }

    private (int Start, int Length) TakeUntil(ReadOnlySpan<byte> mark)
    {
        var from = _begin;
        var start = _begin;
        while (true)
        {
            var found = _buffer.AsSpan(from, _end - from).IndexOf(mark);
            if (found >= 0)
            {
                _begin = from + found + mark.Length;
                return (start, from + found + 2 - start);
            }
            from = Math.Max(start, _end - mark.Length + 1);
            Receive();
        }
    }

    private int Take(int size)
    {
        while (_end - _begin < size)
            Receive();
        _begin += size;
        return _begin - size;
    }

    private void Receive()
    {
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = _socket.Receive(_buffer.AsSpan(_end));
        _end += read > 0 ? read : throw new HttpRequestException("The server has hung up.");
    }
}
