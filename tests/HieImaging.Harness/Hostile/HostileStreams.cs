using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>The streams of <c>bombs/streams.py</c> that go over HTTP, too large to keep as files.</summary>
public static class HostileStreams
{
    private const int Piece = 64 * 1024;

    /// <summary>Five million brackets, one in the other.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> JsonDepth(int depth = 5_000_000)
    {
        foreach (var bracket in "[]")
            for (var left = depth; left > 0; left -= Piece)
                yield return await Task.FromResult(Encoding.ASCII.GetBytes(new string(bracket, Math.Min(left, Piece))));
    }

    /// <summary>A Bundle of twenty million empty entries.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> JsonArray(int entries = 20_000_000)
    {
        yield return await Task.FromResult("""{"resourceType":"Bundle","type":"batch","entry":["""u8.ToArray());
        var many = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{},", Piece / 4)));
        for (var left = entries; left > 0; left -= Piece / 4)
            yield return many;
        yield return "{}]}"u8.ToArray();
    }

    /// <summary>A resource of which a byte comes every few seconds.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> SlowDrip(TimeSpan every)
    {
        foreach (var letter in """{"resourceType":"ImagingStudy"}"""u8.ToArray())
        {
            await Task.Delay(every);
            yield return new[] { letter };
        }
    }

    /// <summary>HTTP/2 by prior knowledge: requests that are opened and reset at once, each a stream of its own.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> RapidReset(int streams = 100_000)
    {
        yield return await Task.FromResult("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray());
        const int AtOnce = 500;
        for (var from = 0; from < streams; from += AtOnce)
        {
            using var frames = new MemoryStream();
            for (var i = from; i < Math.Min(streams, from + AtOnce); i++)
            {
                var id = (uint)((2 * i) + 1);
                byte[] stream = [(byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id];
                frames.Write([0, 0, 1, 1, 5, .. stream, 0x82, 0, 0, 4, 3, 0, .. stream, 0, 0, 0, 8]);
            }
            yield return frames.ToArray();
        }
    }

    /// <summary>A body as HTTP/1.1 sends it without knowing its length.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunked(string head, IAsyncEnumerable<ReadOnlyMemory<byte>> body)
    {
        yield return Encoding.Latin1.GetBytes(head + "Transfer-Encoding: chunked\r\n\r\n");
        await foreach (var piece in body)
            yield return (byte[])[.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece.Span, .. "\r\n"u8];
        yield return "0\r\n\r\n"u8.ToArray();
    }
}
