using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace HieImaging.Bench.Registering;

/// <summary>A hospital's backfill: intakes of 100 key objects by <c>POST /manifests</c>, a few at a time.</summary>
/// <param name="http">With the node's address as base.</param>
internal sealed class PostedIntakes(HttpClient http, KeyObjectTemplate template, Func<Task<string>> token)
{
    private const int KeyObjects = 100, Senders = 4;
    private const string Boundary = "backfill-of-a-hospital";

    private static readonly byte[] Head = Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: application/dicom\r\n\r\n");
    private static readonly byte[] End = Encoding.ASCII.GetBytes($"--{Boundary}--\r\n");

    /// <summary>Sends the studies from the first number on; where each intake tells its progress.</summary>
    public async Task<IReadOnlyList<Uri>> PostAsync(long first, int studies)
    {
        var intakes = new List<Uri>();
        var numbers = Enumerable.Range(0, studies / KeyObjects).Select(intake => first + intake * KeyObjects);
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (from, cancellation) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "manifests") { Content = new ByteArrayContent(Body(from)) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", $"multipart/related; type=\"application/dicom\"; boundary={Boundary}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token());
            using var answer = await http.SendAsync(request, cancellation);
            if (answer.StatusCode != System.Net.HttpStatusCode.Accepted)
                throw new HttpRequestException($"POST /manifests was answered by {(int)answer.StatusCode}.");
            lock (intakes)
                intakes.Add(answer.Headers.Location!);
        });
        return intakes;
    }

    /// <summary>Waits until every key object of the intakes is registered.</summary>
    /// <exception cref="InvalidOperationException">One was refused.</exception>
    public async Task RegisteredAsync(IReadOnlyList<Uri> intakes)
    {
        foreach (var intake in intakes)
            while (!await IsDoneAsync(intake))
                await Task.Delay(20);
    }

    private async Task<bool> IsDoneAsync(Uri intake)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, intake);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token());
        using var answer = await http.SendAsync(request);
        using var progress = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        var root = progress.RootElement;
        return root.GetProperty("refused").GetArrayLength() == 0
            ? root.GetProperty("registered").GetInt32() == root.GetProperty("received").GetInt32()
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Key objects were refused: {root}"));
    }

    private byte[] Body(long from)
    {
        var part = Head.Length + template.Length + 2;
        var body = new byte[part * KeyObjects + End.Length];
        for (var i = 0; i < KeyObjects; i++)
        {
            var at = body.AsSpan(i * part, part);
            Head.CopyTo(at);
            template.Stamp(from + i, at[Head.Length..]);
            "\r\n"u8.CopyTo(at[^2..]);
        }
        End.CopyTo(body.AsSpan(part * KeyObjects));
        return body;
    }
}
