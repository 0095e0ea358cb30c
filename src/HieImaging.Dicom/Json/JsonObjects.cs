using System.Text.Json;

namespace HieImaging.Dicom.Json;

/// <summary>Cuts a JSON array that comes over a stream into its objects; never holds more than one of them and what came with it.</summary>
internal sealed class JsonObjects(Stream stream, DicomJsonOptions options)
{
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private long _offset;
    private bool _begun;
    private bool _atEnd;
    private bool _first = true;
    private int _lookAgainAt;

    /// <summary>The next object; it is overwritten by the next call. Null at the end of the array.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (!_begun)
                Begin();
            // An object that comes in drops is looked at again only when it has grown by an eighth, so that work stays linear.
            if (_begun && (_atEnd || _end - _start >= _lookAgainAt))
            {
                if (Cut(out var json, out var closed))
                {
                    _lookAgainAt = 0;
                    return closed ? (ReadOnlyMemory<byte>?)null : json;
                }
                _lookAgainAt = (_end - _start) + ((_end - _start) >> 3);
            }
            if (_atEnd)
            {
                if (!_begun && _end == _start)
                    return null; // 204, or an empty answer
                throw Bad("The JSON ends too early.");
            }
            await FillAsync(cancellation);
        }
    }

    private void Begin()
    {
        SkipSpace();
        if (_end - _start >= 3 && _buffer.AsSpan(_start, 3).SequenceEqual("\uFEFF"u8))
            _start += 3;
        SkipSpace();
        if (_start == _end || _buffer[_start] == 0xEF)
            return;
        if (_buffer[_start] != (byte)'[')
            throw Bad("Not an array.");
        _start++;
        _begun = true;
    }

    private bool Cut(out ReadOnlyMemory<byte> json, out bool closed)
    {
        (json, closed) = (default, false);
        SkipSpace();
        if (_start == _end)
            return false;
        if (_buffer[_start] == (byte)']')
        {
            closed = true;
            return true;
        }
        if (!_first && _buffer[_start] != (byte)',')
            throw Bad("No comma between data sets.");
        var at = _first ? _start : _start + 1;
        var reader = new Utf8JsonReader(
            _buffer.AsSpan(at, _end - at), isFinalBlock: false, new JsonReaderState(JsonDatasetReader.ReaderOptions(options)));
        try
        {
            if (!reader.Read())
                return false;
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Bad("Not a data set.");
            var begin = at + (int)reader.TokenStartIndex;
            if (!reader.TrySkip())
                return false;
            json = _buffer.AsMemory(begin, at + (int)reader.BytesConsumed - begin);
            _start = at + (int)reader.BytesConsumed;
            _first = false;
            return true;
        }
        catch (JsonException)
        {
            throw Bad("Not JSON.");
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_end == _buffer.Length)
        {
            if (_start > 0)
            {
                Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            }
            else
            {
                if (_buffer.Length >= options.MaxBytes)
                    throw new DicomFormatException(DicomFormatReason.TooLarge, null, _offset, "A data set of more bytes than allowed.");
                Array.Resize(ref _buffer, (int)Math.Min(options.MaxBytes, _buffer.Length * 4L));
            }
            _end -= _start;
            _start = 0;
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _atEnd = read == 0;
        _end += read;
        _offset += read;
    }

    private void SkipSpace()
    {
        while (_start < _end && _buffer[_start] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _start++;
    }

    private DicomFormatException Bad(string text) => new(DicomFormatReason.BadJson, null, _offset - (_end - _start), text);
}
