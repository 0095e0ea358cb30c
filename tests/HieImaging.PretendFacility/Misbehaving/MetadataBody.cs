using System.Text;
using HieImaging.PretendFacility.Archives;
using Microsoft.AspNetCore.Http;

namespace HieImaging.PretendFacility.Misbehaving;

/// <summary>DICOM JSON of instances: what a caller compares them by, and text of any length.</summary>
internal static class MetadataBody
{
    public const string ContentType = "application/dicom+json";

    private const int BetweenPauses = 16 << 20;

    private static readonly ReadOnlyMemory<byte> Letters = Enumerable.Repeat((byte)'a', 64 * 1024).ToArray();

    /// <param name="text">Bytes of text in each instance.</param>
    public static async Task WriteAsync(Stream body, IReadOnlyList<HeldInstance> instances, int text, CancellationToken cancellation)
    {
        var opening = "[";
        foreach (var instance in instances)
        {
            await WriteAsync(body, opening + Head(instance), cancellation);
            await LettersAsync(body, text, cancellation);
            await WriteAsync(body, "\"]}}", cancellation);
            opening = ",";
        }
        await WriteAsync(body, "]", cancellation);
    }

    /// <summary>
    /// One instance whose text has no end; it breaks off after so many bytes. It pauses now and then: that the caller has gone is heard a moment late,
    /// and what is written meanwhile was taken by nobody.
    /// </summary>
    /// <param name="sent">Gets each number of bytes that was taken.</param>
    public static async Task WriteEndlessAsync(HttpContext http, long bytes, Action<int> sent, CancellationToken cancellation)
    {
        await WriteAsync(http.Response.Body, """[{"0040A160":{"vr":"UT","Value":[" """, cancellation);
        for (var left = bytes; left > 0; left -= Letters.Length)
        {
            await http.Response.Body.WriteAsync(Letters, cancellation);
            sent(Letters.Length);
            if (left % BetweenPauses == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }
    }

    private static string Head(HeldInstance instance) =>
        $$"""{"00080018":{"vr":"UI","Value":["{{instance.SopUid}}"]},"0020000E":{"vr":"UI","Value":["{{instance.SeriesUid}}"]},"""
        + "\"0040A160\":{\"vr\":\"UT\",\"Value\":[\"";

    private static async Task LettersAsync(Stream body, int bytes, CancellationToken cancellation)
    {
        for (var left = bytes; left > 0; left -= Letters.Length)
            await body.WriteAsync(Letters[..Math.Min(left, Letters.Length)], cancellation);
    }

    private static ValueTask WriteAsync(Stream body, string text, CancellationToken cancellation) =>
        body.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation);
}
