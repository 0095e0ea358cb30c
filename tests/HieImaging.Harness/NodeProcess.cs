using System.Text.RegularExpressions;

namespace HieImaging.Harness;

/// <summary>A real <c>hie-node serve</c>, started from what was built, on ports of its own choice.</summary>
public sealed partial class NodeProcess : IAsyncDisposable
{
    private readonly RunningProcess _process;

    private NodeProcess(RunningProcess process, Uri doors, Uri management) => (_process, Doors, Management) = (process, doors, management);

    /// <summary>Where its doors are, with a slash at the end.</summary>
    public Uri Doors { get; }

    /// <summary>Health and metrics.</summary>
    public Uri Management { get; }

    /// <summary>Where HL7 v2 is taken; null where the role identity is elsewhere.</summary>
    public Uri? Mllp => _process.Lines.Select(line => MllpPrinted().Match(line)).Where(printed => printed.Success)
        .Select(printed => new Uri(printed.Groups[1].Value)).FirstOrDefault();

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public IReadOnlyList<string> Log => _process.Lines;

    /// <summary>Starts a node and waits until it is ready.</summary>
    /// <param name="roles">Comma-separated; null: all.</param>
    public static async Task<NodeProcess> StartAsync(IReadOnlyDictionary<string, string> settings, string? roles, HttpClient http)
    {
        string[] arguments = [Assembly, "serve", "--urls", settings.GetValueOrDefault("Listening__Urls", "http://127.0.0.1:0"), .. roles is null ? [] : new[] { "--roles", roles }];
        var environment = new Dictionary<string, string>
        {
            ["Listening__Management"] = "http://127.0.0.1:0", ["Listening__Mllp"] = "mllp://127.0.0.1:0",
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        var process = RunningProcess.Start("dotnet", arguments, environment);
        try
        {
            var doors = await AddressAsync(process, "listening on");
            var management = await AddressAsync(process, "management on");
            await Deadline.Until("the node is ready", async () => (await http.GetAsync(new Uri(management, "health/ready"))).IsSuccessStatusCode, TimeSpan.FromSeconds(60));
            return new NodeProcess(process, doors, management);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command of <c>hie-node</c> to its end.</summary>
    public static Task<string> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] verb) =>
        RunningProcess.RunAsync("dotnet", [Assembly, .. verb], settings);

    /// <summary>Starts a command of <c>hie-node</c>, to be killed in the middle of it.</summary>
    public static RunningProcess Start(IReadOnlyDictionary<string, string> settings, params string[] verb) =>
        RunningProcess.Start("dotnet", [Assembly, .. verb], settings);

    /// <summary>Runs a command of <c>hie-node</c> that may fail: its exit code and what it said.</summary>
    public static Task<(int Code, string Said)> TryAsync(IReadOnlyDictionary<string, string> settings, params string[] verb) =>
        TryAsync(settings, TimeSpan.FromMinutes(1), verb);

    /// <summary>The same of one that may take long.</summary>
    public static async Task<(int Code, string Said)> TryAsync(IReadOnlyDictionary<string, string> settings, TimeSpan within, params string[] verb)
    {
        await using var running = Start(settings, verb);
        var code = await running.ExitAsync(within);
        return (code, string.Join('\n', running.Lines));
    }

    /// <summary>As a crash: SIGKILL.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM; the exit code.</summary>
    public Task<int> StopAsync() => _process.StopAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Assembly => Checkout.Built("HieImaging.Node", "hie-node");

    private static async Task<Uri> AddressAsync(RunningProcess process, string which) =>
        await Deadline.Until($"the node prints what it is {which}", () => Task.FromResult(Address(process, which)), TimeSpan.FromSeconds(60));

    private static Uri? Address(RunningProcess process, string which)
    {
        foreach (var line in process.Lines)
            if (Printed().Match(line) is { Success: true } printed && printed.Groups[1].Value == which)
                return new Uri(printed.Groups[2].Value.TrimEnd('/') + "/");
        return process.HasExited
            ? throw new InvalidOperationException("hie-node ended at its start:\n" + string.Join('\n', process.Lines.TakeLast(30)))
            : null;
    }

    [GeneratedRegex(@"\blistening on (mllps?://[0-9.:\[\]]+)")]
    private static partial Regex MllpPrinted();

    [GeneratedRegex(@"\b(listening on|management on) (https?://[0-9.:\[\]]+)")]
    private static partial Regex Printed();
}
