using System.Diagnostics;
using System.Text;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>What a reader took from a retrieval of a whole study.</summary>
/// <param name="Status">0: the connection broke before one came.</param>
/// <param name="Ended">The answer ended as a whole one does.</param>
/// <param name="Parts">Instances that came.</param>
internal sealed record Retrieval(int Status, bool Ended, int Parts, TimeSpan Took)
{
    /// <param name="wish">The request; it is not used up.</param>
    public static async Task<Retrieval> MakeAsync(HttpClient http, HttpRequestMessage wish)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(wish.Method, wish.RequestUri);
        foreach (var (name, values) in wish.Headers)
            request.Headers.TryAddWithoutValidation(name, values);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            try
            {
                var body = await answer.Content.ReadAsByteArrayAsync();
                var boundary = answer.Content.Headers.ContentType?.Parameters.FirstOrDefault(one => one.Name == "boundary")?.Value?.Trim('"');
                return new Retrieval((int)answer.StatusCode, true, Count(body, $"--{boundary}\r\n"), Stopwatch.GetElapsedTime(began));
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException)
            {
                return new Retrieval((int)answer.StatusCode, false, 0, Stopwatch.GetElapsedTime(began));
            }
        }
        catch (HttpRequestException)
        {
            return new Retrieval(0, false, 0, Stopwatch.GetElapsedTime(began));
        }
        catch (OperationCanceledException)
        {
            throw new FaultMissedException($"A retrieval had not ended after {Stopwatch.GetElapsedTime(began)}.");
        }
    }

    /// <summary>Null where it did not come whole.</summary>
    public static async Task<Retrieval?> TryWholeAsync(HttpClient http, HttpRequestMessage wish) =>
        await MakeAsync(http, wish) is { Status: 200, Ended: true } whole ? whole : null;

    private static int Count(ReadOnlySpan<byte> body, string mark)
    {
        var (count, bytes) = (0, Encoding.ASCII.GetBytes(mark));
        for (; body.IndexOf(bytes) is >= 0 and var at; count++)
            body = body[(at + bytes.Length)..];
        return count;
    }
}
