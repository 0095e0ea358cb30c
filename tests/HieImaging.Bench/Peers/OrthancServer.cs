using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using HieImaging.Bench.Measuring;
using HieImaging.Harness;

namespace HieImaging.Bench.Peers;

/// <summary>The one product peer that Debian has: Orthanc with its DICOMweb plug-in on SQLite, set up as the bars were set.</summary>
public sealed class OrthancServer : IAsyncDisposable
{
    private readonly RunningProcess _process;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(1) };

    private OrthancServer(RunningProcess process, Uri address) => (_process, Address, Tree) = (process, address, new ProcessTree(process.Id));

    /// <summary>Where it listens, with a slash at the end; DICOMweb is below <c>dicom-web/</c>.</summary>
    public Uri Address { get; }

    public ProcessTree Tree { get; }

    /// <summary>From its start to its first answer.</summary>
    public TimeSpan StartedIn { get; private set; }

    public static async Task<OrthancServer> StartAsync()
    {
        await Installed.EnsureAsync("orthanc");
        var folder = Checkout.NewFolder("orthanc");
        var port = NginxServer.FreePort();
        var file = Path.Combine(folder, "orthanc.json");
        await File.WriteAllTextAsync(file, Configuration(folder, port).ToJsonString());
        var began = Stopwatch.GetTimestamp();
        var server = new OrthancServer(RunningProcess.Start("/usr/sbin/Orthanc", [file]), new Uri($"http://127.0.0.1:{port}/"));
        try
        {
            while (!await server.AnswersAsync())
                await Task.Delay(5);
            server.StartedIn = Stopwatch.GetElapsedTime(began);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stores one Part 10 object.</summary>
    public async Task StoreAsync(ReadOnlyMemory<byte> part10)
    {
        using var content = new ReadOnlyMemoryContent(part10);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
        using var answer = await _http.PostAsync(new Uri(Address, "instances"), content);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            await _process.StopAsync();
        await _process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException("Orthanc ended at its start:\n" + string.Join('\n', _process.Lines.TakeLast(10)));
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "system"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static JsonObject Configuration(string folder, int port) => new()
    {
        ["StorageDirectory"] = Path.Combine(folder, "db"), ["IndexDirectory"] = Path.Combine(folder, "db"),
        ["HttpPort"] = port, ["HttpThreadsCount"] = 50, ["KeepAlive"] = true, ["TcpNoDelay"] = true,
        ["HttpCompressionEnabled"] = false, ["StorageCompression"] = false, ["OverwriteInstances"] = false, ["LimitFindResults"] = 0,
        ["DicomServerEnabled"] = false, ["RemoteAccessAllowed"] = false, ["AuthenticationEnabled"] = false,
        ["Plugins"] = new JsonArray("/usr/share/orthanc/plugins/libOrthancDicomWeb.so"),
        ["DicomWeb"] = new JsonObject
        {
            ["Enable"] = true, ["Root"] = "/dicom-web/", ["StudiesMetadata"] = "MainDicomTags", ["SeriesMetadata"] = "MainDicomTags",
        },
    };
}
