using System.Buffers;

namespace HieImaging.Dicom.Files;

/// <summary>
/// Bytes as they arrive, from memory or a stream. Nothing is reserved by a declared length: a value grows with what has really come, and
/// what would pass the limit is refused before it is read. From memory, values are slices and nothing is copied.
/// </summary>
internal sealed class ByteSource : IDisposable
{
    private const int BufferSize = 64 << 10;

    private readonly Stream? _stream;
    private readonly bool _synchronous;
    private readonly CancellationToken _cancellation;
    private readonly byte[]? _rented;
    private readonly long _limit;
    private ReadOnlyMemory<byte> _window;
    private long _windowStart;
    private int _at;

    public ByteSource(ReadOnlyMemory<byte> bytes, long limit)
    {
        _window = bytes;
        _limit = limit;
        _synchronous = true;
    }

    public ByteSource(Stream stream, long limit, bool synchronous, CancellationToken cancellation)
    {
        _stream = stream;
        _limit = limit;
        _synchronous = synchronous;
        _cancellation = cancellation;
        _rented = ArrayPool<byte>.Shared.Rent(BufferSize);
    }

    /// <summary>Bytes taken so far.</summary>
    public long Position => _windowStart + _at;

    /// <summary>Whether reads come back at once, so that a caller may wait for them without an await.</summary>
    public bool IsSynchronous => _synchronous;

    public CancellationToken Cancellation => _cancellation;

    private int Buffered => _window.Length - _at;

    /// <summary>The next bytes without taking them: <paramref name="count"/> of them, or fewer at the end.</summary>
    public ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count) =>
        Has(count) || _stream is null ? new(Peek(Math.Min(count, Buffered))) : PeekFilledAsync(count);

    /// <summary>Bytes that are there already.</summary>
    public ReadOnlyMemory<byte> Peek(int count) => _window.Slice(_at, count);

    private async ValueTask<ReadOnlyMemory<byte>> PeekFilledAsync(int count)
    {
        while (Buffered < count && _stream is not null)
        {
            if (!await FillAsync())
                break;
        }
        return _window.Slice(_at, Math.Min(count, Buffered));
    }

    public void Advance(int count) => _at += count;

    /// <summary>Whether so many bytes are there already.</summary>
    public bool Has(long count) => count <= Buffered;

    /// <summary>A whole value that is there already.</summary>
    public ReadOnlyMemory<byte> Take(long count, DicomTag tag)
    {
        Allow(count, tag);
        var slice = _window.Slice(_at, (int)count);
        _at += (int)count;
        return _stream is null ? slice : slice.ToArray();
    }

    /// <summary>A whole value.</summary>
    /// <exception cref="DicomFormatException">It does not come whole, or passes the limit.</exception>
    public ValueTask<ReadOnlyMemory<byte>> TakeAsync(long count, DicomTag tag)
    {
        if (Has(count))
            return new(Take(count, tag));
        Allow(count, tag);
        return _stream is null ? throw Truncated(tag) : TakeFilledAsync(count, tag);
    }

    private async ValueTask<ReadOnlyMemory<byte>> TakeFilledAsync(long count, DicomTag tag)
    {
        var value = new byte[Math.Min(count, BufferSize)];
        var have = 0;
        while (have < count)
        {
            if (Buffered == 0 && !await FillAsync())
                throw Truncated(tag);
            if (have == value.Length)
                Array.Resize(ref value, (int)Math.Min(count, value.Length * 2L));
            var part = Math.Min(Buffered, value.Length - have);
            _window.Span.Slice(_at, part).CopyTo(value.AsSpan(have));
            _at += part;
            have += part;
        }
        return value;
    }

    /// <summary>Passes over a value; seeks where the stream can.</summary>
    public async ValueTask SkipAsync(long count, DicomTag tag)
    {
        Allow(count, tag);
        var left = count;
        while (left > 0)
        {
            var part = (int)Math.Min(Buffered, left);
            _at += part;
            left -= part;
            if (left == 0)
                return;
            if (_stream is { CanSeek: true } && _stream.Length - _stream.Position >= left)
            {
                _stream.Seek(left, SeekOrigin.Current);
                _windowStart += _window.Length + left;
                (_window, _at) = (ReadOnlyMemory<byte>.Empty, 0);
                return;
            }
            if (_stream is null || !await FillAsync())
                throw Truncated(tag);
        }
    }

    /// <summary>What has not been taken yet, as a stream; for inflating.</summary>
    public Stream Rest() =>
        new RestStream(_window[_at..], _stream ?? Stream.Null, _synchronous);

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    private void Allow(long count, DicomTag tag)
    {
        if (count > _limit - Position)
            throw new DicomFormatException(DicomFormatReason.TooLarge, tag, Position, "More bytes than allowed.");
        if (count > Array.MaxLength)
            throw new DicomFormatException(DicomFormatReason.TooLarge, tag, Position, "A value longer than this reader keeps.");
    }

    private DicomFormatException Truncated(DicomTag tag) =>
        new(DicomFormatReason.Truncated, tag, Position, "The bytes end inside a value.");

    private async ValueTask<bool> FillAsync()
    {
        var kept = Buffered;
        _window.Slice(_at, kept).CopyTo(_rented);
        _windowStart += _at;
        _at = 0;
        _window = _rented.AsMemory(0, kept);
        int read;
        try
        {
            read = _synchronous
                ? _stream!.Read(_rented!, kept, BufferSize - kept)
                : await _stream!.ReadAsync(_rented.AsMemory(kept, BufferSize - kept), _cancellation);
        }
        catch (InvalidDataException)
        {
            throw new DicomFormatException(DicomFormatReason.BadDeflate, null, _windowStart + kept, "The data set does not inflate.");
        }
        _window = _rented.AsMemory(0, kept + read);
        if (_windowStart + kept + read > _limit)
            throw new DicomFormatException(DicomFormatReason.TooLarge, null, _limit, "More bytes than allowed.");
        return read > 0;
    }
}
