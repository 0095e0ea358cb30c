using HieImaging.Hl7v2.Messages;

namespace HieImaging.Hl7v2.Framing;

/// <summary>Counts a frame's bytes, segments and the bytes of each field as they pass.</summary>
internal sealed class MllpCount(Hl7Bounds bounds)
{
    private int _bytes, _segments, _field;
    private byte _separator;

    public Hl7Error? Error { get; private set; }

    /// <summary>Nothing more is to be read of it.</summary>
    public bool IsTooLong => _bytes > bounds.MessageBytes;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (++_bytes == 4)
                _separator = one;                               // MSH-1
            if (IsTooLong)
            {
                Error ??= new Hl7Error(Hl7ErrorCode.ApplicationInternalError, $"A message has at most {bounds.MessageBytes} bytes.");
                return;
            }
            if (one == '\r')
                Error ??= ++_segments > bounds.Segments
                    ? new Hl7Error(Hl7ErrorCode.SegmentSequence, $"A message has at most {bounds.Segments} segments.")
                    : null;
            _field = one == '\r' || (one == _separator && _bytes > 3) ? 0 : _field + 1;
            if (_field > bounds.FieldBytes)
                Error ??= new Hl7Error(Hl7ErrorCode.DataType, $"A field has at most {bounds.FieldBytes} bytes.");
        }
    }
}
