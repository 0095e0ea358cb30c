using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace HieImaging.Bench.Retrieving;

/// <summary>GETs one address, reads the whole answer in pieces of at most a megabyte and throws it away. Each answer must be 200 and
/// end with a final boundary.</summary>
/// <param name="token">Null: none is sent.</param>
internal sealed class Reader(HttpClient http, Uri address, string accept, string? token)
{
    /// <summary>Bytes a second that are read at most; null: as they come.</summary>
    public double? Slow { get; init; }

    /// <summary>The answer's head; to be disposed of by the caller.</summary>
    public async Task<HttpResponseMessage> AnswerAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return answer.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"{address} was answered by {(int)answer.StatusCode}.");
    }

    /// <returns>How much there was, and how long after the asking its first byte came.</returns>
    public async Task<(long Bytes, TimeSpan FirstByte)> ReadAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await AnswerAsync(cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            long bytes = await body.ReadAsync(buffer, cancellation);
            var firstByte = Stopwatch.GetElapsedTime(began);
            var end = End(buffer, (int)bytes);
            for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
            {
                bytes += read;
                end = End(buffer, read);
                if (Slow is { } perSecond && TimeSpan.FromSeconds(bytes / perSecond) - Stopwatch.GetElapsedTime(began) is var early
                    && early > TimeSpan.FromMilliseconds(1))
                    await Task.Delay(early, cancellation);
            }
            return end ? (bytes, firstByte) : throw new InvalidOperationException($"{address} gave {bytes} bytes without an end.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The final boundary may have come in two pieces: then its last hyphens are what is seen.
    private static bool End(byte[] buffer, int read) => read < 4 || buffer.AsSpan(0, read).EndsWith("--\r\n"u8);
}
