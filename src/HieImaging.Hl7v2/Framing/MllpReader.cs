using System.Buffers;
using HieImaging.Hl7v2.Messages;
using HieImaging.Wire;

namespace HieImaging.Hl7v2.Framing;

/// <summary>
/// Reads frames from a connection, one after the other, under bounds that are counted while the bytes come in. A frame ends with its first
/// <c>0x1C</c>, whether or not the CR follows; what stands between frames is thrown away up to the next start block and never read as a
/// message, and a frame that it follows at once is refused.
/// </summary>
public sealed class MllpReader(Stream stream, Hl7Bounds bounds)
{
    private const int MostBetween = 64 * 1024, Kept = 64 * 1024;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private ArrayBufferWriter<byte> _message = new(4096);
    private int _next, _filled;
    private bool _hasBegun;

    /// <summary>Waits for a start block.</summary>
    /// <returns>False: the peer has gone, or what it speaks is not MLLP.</returns>
    /// <exception cref="MalformedException">More stands between two frames than anybody means.</exception>
    public async ValueTask<bool> StartAsync(CancellationToken cancellation)
    {
        for (var between = 0; between <= MostBetween; between++)
        {
            if (_next == _filled && !await FillAsync(cancellation))
                return false;
            var one = _buffer[_next++];
            if (one == Mllp.Start)
                return _hasBegun = true;
            if (!_hasBegun && one is not ((byte)'\r' or (byte)'\n'))
                return false;                                   // a peer of another protocol
        }
        throw new MalformedException("There is no start block.");
    }

    /// <summary>The frame that <see cref="StartAsync"/> has found.</summary>
    public async ValueTask<MllpFrame> FinishAsync(CancellationToken cancellation)
    {
        if (_message.Capacity > Kept)
            _message = new ArrayBufferWriter<byte>(4096);
        _message.ResetWrittenCount();
        var counted = new MllpCount(bounds);
        while (true)
        {
            if (_next == _filled && !await FillAsync(cancellation))
                return new MllpFrame.CutOff();
            var there = _buffer.AsMemory(_next, _filled - _next);
            var end = there.Span.IndexOf(Mllp.End);
            var part = end < 0 ? there : there[..end];
            var wasGood = counted.Error is null;
            counted.Add(part.Span);
            if (wasGood)
                _message.Write(part.Span[..Math.Min(part.Length, bounds.MessageBytes - _message.WrittenCount)]);
            _next += end < 0 ? part.Length : end + 1;
            if (counted.IsTooLong)
                return new MllpFrame.Refused(counted.Error!, _message.WrittenMemory, CanGoOn: false);
            if (end < 0)
                continue;
            return (counted.Error ?? Torn()) is { } error
                ? new MllpFrame.Refused(error, _message.WrittenMemory, CanGoOn: true)
                : new MllpFrame.Whole(_message.WrittenMemory);
        }
    }

    // An end inside a message leaves its rest behind: a CR that nobody missed, and no start of another frame.
    private Hl7Error? Torn()
    {
        var rest = _buffer.AsSpan(_next, _filled - _next);
        if (rest is [Mllp.Return, ..])
            rest = rest[1..];
        return rest is [] or [Mllp.Start, ..] or [(byte)'\r' or (byte)'\n', ..]
            ? null
            : new Hl7Error(Hl7ErrorCode.SegmentSequence, "The frame ends inside a message.");
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        _next = _filled = 0;
        _filled = await stream.ReadAsync(_buffer, cancellation);
        return _filled > 0;
    }
}
