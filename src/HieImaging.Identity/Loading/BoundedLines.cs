using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace HieImaging.Identity.Loading;

/// <summary>Lines of a stream with their numbers, without their ends. Of a line above the bound nothing is kept: null.</summary>
internal static class BoundedLines
{
    public const int Longest = 1024 * 1024;

    public static async IAsyncEnumerable<(long Number, byte[]? Line)> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var (number, tooLong) = (1L, false);
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                yield return (number++, tooLong || line.Length > Longest ? null : line.ToArray());
                tooLong = false;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }
            if (read.IsCompleted)
            {
                if (tooLong || buffer.Length > 0)
                    yield return (number, tooLong || buffer.Length > Longest ? null : buffer.ToArray());
                break;
            }
            if (buffer.Length > Longest)
            {
                tooLong = true;
                buffer = buffer.Slice(buffer.End);
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
        await reader.CompleteAsync();
    }
}
