using System.Diagnostics;
using HieImaging.Bench.Measuring;
using HieImaging.Harness;

namespace HieImaging.Bench.Starting;

/// <summary>A node from its exec to its first 200: what an operator who restarts it waits for.</summary>
internal sealed class StartedNode : IAsyncDisposable
{
    private readonly RunningProcess _process;

    private StartedNode(RunningProcess process) => (_process, Tree) = (process, new ProcessTree(process.Id));

    public ProcessTree Tree { get; }

    /// <summary>From exec to the first 200 on a door (the CapabilityStatement).</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <param name="settings">With an address that is free in <c>Listening__Urls</c>.</param>
    /// <param name="roles">Null: all.</param>
    public static async Task<StartedNode> StartAsync(IReadOnlyDictionary<string, string> settings, string? roles, CancellationToken cancellation)
    {
        string[] arguments = [Checkout.Built("HieImaging.Node", "hie-node"), "serve", .. roles is null ? [] : new[] { "--roles", roles }];
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var door = new Uri(settings["Listening__Urls"].TrimEnd('/') + "/fhir/metadata");
        var began = Stopwatch.GetTimestamp();
        var node = new StartedNode(RunningProcess.Start("dotnet", arguments, new Dictionary<string, string>(settings) { ["Listening__Management"] = "http://127.0.0.1:0" }));
        try
        {
            while (!await AnswersAsync(node, http, door, cancellation))
                await Task.Delay(2, cancellation);
            node.StartedIn = Stopwatch.GetElapsedTime(began);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await _process.StopAsync();
        await _process.DisposeAsync();
    }

    private static async Task<bool> AnswersAsync(StartedNode node, HttpClient http, Uri door, CancellationToken cancellation)
    {
        if (node._process.HasExited)
            throw new InvalidOperationException("hie-node ended at its start:\n" + string.Join('\n', node._process.Lines.TakeLast(20)));
        try
        {
            using var answer = await http.GetAsync(door, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)                           // nobody listens yet
        {
            return false;
        }
    }
}
