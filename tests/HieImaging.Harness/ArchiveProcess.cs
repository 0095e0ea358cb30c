using HieImaging.PretendFacility.Archives;

namespace HieImaging.Harness;

/// <summary>A real archive (Orthanc) of one hospital, started for a test run on free ports.</summary>
public sealed class ArchiveProcess : IAsyncDisposable
{
    private readonly string _state;
    private readonly string _name;

    private ArchiveProcess(string state, string name, string dicomWeb, OrthancArchive inside) =>
        (_state, _name, DicomWeb, Inside) = (state, name, dicomWeb, inside);

    /// <summary>The address that the exchange uses.</summary>
    public string DicomWeb { get; }

    /// <summary>The archive as the hospital itself sees it.</summary>
    public OrthancArchive Inside { get; }

    public static async Task<ArchiveProcess> StartAsync(string name, HttpClient http)
    {
        var state = Checkout.NewFolder("archive-" + name);
        var url = (await ScriptAsync(state, "start", name)).Trim().Split('\n')[^1];
        return new ArchiveProcess(state, name, url, OrthancArchive.Beside(http, url));
    }

    /// <summary>As a crash. It comes back on the same ports.</summary>
    public Task KillAsync() => ScriptAsync(_state, "kill", _name);

    public Task RestartAsync() => ScriptAsync(_state, "start", _name);

    public async ValueTask DisposeAsync() => await ScriptAsync(_state, "stop", _name);

    private static Task<string> ScriptAsync(string state, params string[] arguments) => RunningProcess.RunAsync(
        "bash", [Path.Combine(Checkout.Root, "docker", "archives.sh"), .. arguments], new Dictionary<string, string> { ["HIE_STATE"] = state });
}
