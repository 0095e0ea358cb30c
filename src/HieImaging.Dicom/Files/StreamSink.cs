using System.Buffers;

namespace HieImaging.Dicom.Files;

/// <summary>Gathers small writes and hands them to a stream in blocks.</summary>
internal sealed class StreamSink(Stream stream) : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
    private int _filled;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _filled)
            Flush();
        if (bytes.Length > _buffer.Length)
        {
            stream.Write(bytes);
            return;
        }
        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }

    public void Dispose()
    {
        Flush();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Flush()
    {
        stream.Write(_buffer, 0, _filled);
        _filled = 0;
    }
}
