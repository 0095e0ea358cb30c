using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>The multipart streams of <c>bombs/streams.py</c>, too large to keep as files.</summary>
public static class EnvelopeStreams
{
    private const int AtOnce = 1_000;

    /// <summary>A package of a million empty parts.</summary>
    public static async IAsyncEnumerable<byte[]> MimeParts(int parts = 1_000_000)
    {
        for (var from = 0; from < parts; from += AtOnce)
            yield return await Task.FromResult(Encoding.ASCII.GetBytes(string.Concat(
                Enumerable.Range(from, AtOnce).Select(part => $"--x\r\nContent-ID: <{part}>\r\n\r\n\r\n"))));
        yield return "--x--\r\n"u8.ToArray();
    }

    /// <summary>One part that never ends.</summary>
    public static async IAsyncEnumerable<byte[]> StowEndless()
    {
        yield return await Task.FromResult((byte[])[.. "--x\r\nContent-Type: application/dicom\r\n\r\n"u8, .. new byte[128], .. "DICM"u8]);
        var zeros = new byte[64 * 1024];
        while (true)
            yield return zeros;
    }
}
