using System.Buffers;
using System.Text;

namespace HieImaging.Wire.Multipart;

/// <summary>
/// Reads a multipart body part by part out of one pooled buffer (RFC 2046 5.1). What has arrived is passed on at once: held back is only a
/// tail that may be the beginning of a boundary.
/// <code>
///   source ──▶ [ consumed │ confirmed body bytes │ unscanned, or a tail that may be a boundary │ free ]
///                         ▲ _start               ▲ _confirmed                                  ▲ _end
/// </code>
/// </summary>
public sealed class BoundedMultipartReader : IDisposable
{
    private readonly Stream _source;
    private readonly MultipartBounds _bounds;
    private readonly byte[] _delimiter;                    // CRLF, two hyphens, the boundary
    private byte[]? _buffer;
    private int _start;
    private int _confirmed;
    private int _end;
    private long _total;
    private long _partBytes;
    private int _parts;
    private MultipartPart? _part;
    private bool _atDelimiter;
    private bool _final;

    /// <param name="source">Read from the start of the body; not owned.</param>
    /// <param name="boundary">As in the Content-Type, unquoted.</param>
    /// <exception cref="MalformedException">The boundary is empty or longer than 70 characters.</exception>
    public BoundedMultipartReader(Stream source, string boundary, MultipartBounds? bounds = null)
    {
        if (boundary.Length is 0 or > 70 || !Ascii.IsValid(boundary))
            throw new MalformedException("A boundary has 1 to 70 characters of ASCII.");
        _source = source;
        _bounds = bounds ?? MultipartBounds.Default;
        _delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(_bounds.BufferBytes, (2 * _bounds.HeaderBytes) + 256));
        "\r\n"u8.CopyTo(_buffer);                          // so that a boundary in the first line is found like all others
        _end = 2;
    }

    /// <summary>The next part, or null after the final boundary. What is left unread of the part before is passed over.</summary>
    /// <exception cref="MalformedException">Not multipart; <see cref="TruncatedException"/> where it ended too early.</exception>
    /// <exception cref="BoundsExceededException">More parts or bytes than the bounds.</exception>
    public async ValueTask<MultipartPart?> NextAsync(CancellationToken cancellation)
    {
        if (_final)
            return null;
        if (_part is null)
            await PassOverPreambleAsync(cancellation);
        else
            while (await PeekAsync(_part, cancellation) is { IsEmpty: false } rest)
                Advance(_part, rest.Length);
        await TakeDelimiterAsync(cancellation);
        if (_final)
        {
            _part = null;
            return null;
        }
        if (++_parts > _bounds.Parts)
            throw new BoundsExceededException("parts", _bounds.Parts);
        var headers = await TakeHeadersAsync(cancellation);
        _atDelimiter = false;
        _partBytes = 0;
        _confirmed = _start;
        return _part = new MultipartPart(this, headers);
    }

    public void Dispose()
    {
        if (_buffer is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        _buffer = null;
        _final = true;
    }

    internal async ValueTask<ReadOnlyMemory<byte>> PeekAsync(MultipartPart part, CancellationToken cancellation)
    {
        if (part != _part)
            throw new InvalidOperationException("The part is over: the reader has gone on.");
        while (_confirmed == _start && !_atDelimiter)
            if (!Scan())
                await FillAsync(cancellation);
        return Buffer.AsMemory(_start, _confirmed - _start);
    }

    internal void Advance(MultipartPart part, int count)
    {
        if (part != _part || count < 0 || count > _confirmed - _start)
            throw new InvalidOperationException("More than was given.");
        _start += count;
    }

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(BoundedMultipartReader));

    /// <summary>Confirms body bytes, or finds the delimiter at the start; false when more must be read to tell.</summary>
    private bool Scan()
    {
        var bytes = Buffer.AsSpan(_start, _end - _start);
        var at = bytes.IndexOf(_delimiter);
        _atDelimiter = at == 0;
        var count = at >= 0 ? at : bytes.Length - BeginningOfDelimiter(bytes);
        _confirmed = _start + count;
        _partBytes += count;
        if (_partBytes > _bounds.PartBytes)
            throw new BoundsExceededException("bytes in a part", _bounds.PartBytes);
        return _atDelimiter || count > 0;
    }

    /// <summary>The length of the longest end of the bytes with which a delimiter may begin.</summary>
    private int BeginningOfDelimiter(ReadOnlySpan<byte> bytes)
    {
        var tail = bytes[^Math.Min(bytes.Length, _delimiter.Length - 1)..];
        for (var at = tail.IndexOf((byte)'\r'); at >= 0;)
        {
            tail = tail[at..];
            if (_delimiter.AsSpan().StartsWith(tail))
                return tail.Length;
            tail = tail[1..];
            at = tail.IndexOf((byte)'\r');
        }
        return 0;
    }

    private async ValueTask PassOverPreambleAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var at = Buffer.AsSpan(_start, _end - _start).IndexOf(_delimiter);
            if (at >= 0)
            {
                _start += at;
                return;
            }
            if (_end - _start > _bounds.HeaderBytes)
                throw new MalformedException("The body has no boundary.");
            await FillAsync(cancellation);
        }
    }

    /// <summary>After the boundary come two hyphens, or spaces and a line end; anything else is refused rather than guessed.</summary>
    private async ValueTask TakeDelimiterAsync(CancellationToken cancellation)
    {
        for (var at = _delimiter.Length; ; at++)
        {
            while (_end - _start < at + 2)
                await FillAsync(cancellation);
            var next = Buffer.AsSpan(_start + at, 2);
            if (at == _delimiter.Length && next.SequenceEqual("--"u8))
            {
                _final = true;
                return;
            }
            if (next.SequenceEqual("\r\n"u8))
            {
                _start += at;                              // the line end stays: without headers it is half of the empty line
                return;
            }
            if (next[0] is not ((byte)' ' or (byte)'\t') || at > _delimiter.Length + 128)
                throw new MalformedException("A line begins with the boundary and is none.");
        }
    }

    private async ValueTask<PartHeaders> TakeHeadersAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var at = Buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
            if (at > _bounds.HeaderBytes || (at < 0 && _end - _start > _bounds.HeaderBytes))
                throw new BoundsExceededException("bytes of a part's headers", _bounds.HeaderBytes);
            if (at >= 0)
            {
                var headers = PartHeaders.Parse(at == 0 ? default : Buffer.AsSpan(_start + 2, at - 2));
                _start += at + 2;
                await PassOverEmptyLineAsync(cancellation);
                return headers;
            }
            await FillAsync(cancellation);
        }
    }

    /// <summary>
    /// The empty line's end may be the next delimiter's beginning: then the part has no body (RFC 2046 5.1.1, <c>[CRLF *OCTET]</c>).
    /// </summary>
    private async ValueTask PassOverEmptyLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var bytes = Buffer.AsSpan(_start, Math.Min(_end - _start, _delimiter.Length));
            if (!_delimiter.AsSpan().StartsWith(bytes))
            {
                _start += 2;
                return;
            }
            if (bytes.Length == _delimiter.Length)
                return;
            await FillAsync(cancellation);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start == _end)
            _start = _confirmed = _end = 0;
        else if (_end == Buffer.Length)
        {
            Buffer.AsSpan(_start, _end - _start).CopyTo(Buffer);
            (_confirmed, _end, _start) = (_confirmed - _start, _end - _start, 0);
        }
        var read = await _source.ReadAsync(Buffer.AsMemory(_end), cancellation);
        if (read == 0)
            throw new TruncatedException("The body ended before its final boundary.");
        _end += read;
        _total += read;
        if (_total > _bounds.TotalBytes)
            throw new BoundsExceededException("bytes in all", _bounds.TotalBytes);
    }
}
