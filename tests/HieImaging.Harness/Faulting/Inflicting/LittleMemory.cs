using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// Nodes with a heap of at most 512 MiB are sent streams that never end, under the workload: each is refused while it comes, no node ends, and
/// submissions and queries go on.
/// </summary>
internal sealed class LittleMemory(string id) : Fault(id, "512 MiB of memory, and bombs", TimeSpan.FromSeconds(10))
{
    private const string Limit = "DOTNET_GCHeapHardLimit";
    private const int AtOnce = 4;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(12);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        await RestartAsync(site, () => site.Settings[Limit] = "0x20000000");
        try
        {
            var pids = site.Nodes.Select(node => node.Id).ToList();
            if (!pids.All(IsLimited))
                throw new FaultMissedException("The nodes have no limit.");
            var (answers, memory) = (new ConcurrentBag<int>(), 0L);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            ending.CancelAfter(Length);
            var bombing = Enumerable.Range(0, AtOnce).Select(number => BombAsync(site, Bomb.All[number % Bomb.All.Count], answers, ending.Token)).ToList();
            while (!ending.IsCancellationRequested)
            {
                memory = Math.Max(memory, site.Nodes.Max(node => node.HasExited ? 0 : ProcessStatus.Of(node.Id).ResidentBytes));
                await Task.Delay(100, cancellation);
            }
            await Task.WhenAll(bombing);
            var began = Stopwatch.GetTimestamp();
            await site.ServesAgainAsync();
            var served = Stopwatch.GetElapsedTime(began);
            if (site.Nodes.Any(node => node.HasExited) || !pids.SequenceEqual(site.Nodes.Select(node => node.Id)))
                throw new FaultMissedException("A node ended.");
            if (answers.FirstOrDefault(status => status is < 400 or >= 500 and not (503 or 0)) is > 0 and var wrong)
                throw new FaultMissedException($"A bomb was answered {wrong}.");
            return new Inflicted(string.Create(CultureInfo.InvariantCulture,
                $"{answers.Count} bombs: {string.Join(", ", answers.GroupBy(status => status).Select(group => $"{group.Count()} × {(group.Key == 0 ? "cut off" : group.Key)}"))}; memory at most {memory >> 20} MiB"), served);
        }
        finally
        {
            await RestartAsync(site, () => site.Settings.Remove(Limit));
        }
    }

    private static async Task RestartAsync(FaultSite site, Action setting)
    {
        setting();
        foreach (var node in site.Nodes)
            await node.StopAsync();
        await site.StartNodesAsync();
        await site.ServesAgainAsync();
    }

    private static bool IsLimited(int pid) => File.ReadAllText($"/proc/{pid}/environ").Contains(Limit + "=0x20000000", StringComparison.Ordinal);

    private static async Task BombAsync(FaultSite site, Bomb bomb, ConcurrentBag<int> answers, CancellationToken ending)
    {
        var hospital = site.Sites[0].Hospital;
        var token = await site.TokenAsync(hospital.Pacs);
        using var http = new HttpClient { BaseAddress = site.Address };
        while (!ending.IsCancellationRequested)
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, bomb.Path(hospital.Id)) { Content = new Endless(bomb) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                using var answer = await http.SendAsync(request, ending);
                answers.Add((int)answer.StatusCode);
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
            {
                if (!ending.IsCancellationRequested)
                    answers.Add(0);
            }
    }

    /// <summary>A body that goes on for ever (as <c>bombs/streams.py</c> of the corpus of bad inputs).</summary>
    private sealed record Bomb(Func<string, string> Path, string Type, string Begin, string Again)
    {
        public static IReadOnlyList<Bomb> All { get; } =
        [
            new(_ => "fhir/ImagingStudy", "application/fhir+json", "", new string('[', 4096)),
            new(_ => "fhir", "application/fhir+json", """{"resourceType":"Bundle","type":"batch","entry":[""", string.Concat(Enumerable.Repeat("{},", 1000))),
            new(hospital => $"dicomweb/at/{hospital}/studies", "multipart/related; type=\"application/dicom\"; boundary=x",
                "--x\r\nContent-Type: application/dicom\r\n\r\n" + new string('\0', 128) + "DICM", new string('\0', 65536)),
            new(_ => "manifests", "multipart/related; type=\"application/dicom\"; boundary=x", "", string.Concat(Enumerable.Repeat("--x\r\nContent-Type: application/dicom\r\n\r\n\r\n", 200))),
        ];
    }

    private sealed class Endless : HttpContent
    {
        private const int Most = 20_000;

        private readonly Bomb _bomb;

        public Endless(Bomb bomb)
        {
            _bomb = bomb;
            Headers.ContentType = MediaTypeHeaderValue.Parse(bomb.Type);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(_bomb.Begin));
            var again = Encoding.ASCII.GetBytes(_bomb.Again);
            for (var i = 0; i < Most; i++)
                await stream.WriteAsync(again);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
