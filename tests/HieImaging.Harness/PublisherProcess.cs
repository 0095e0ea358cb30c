using System.Globalization;
using System.Text.RegularExpressions;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Harness;

/// <summary>A real <c>hie-publisher watch</c> of one hospital, started from what was built.</summary>
public sealed partial class PublisherProcess : IAsyncDisposable
{
    private readonly RunningProcess _process;
    private readonly HttpClient _http = new();

    private PublisherProcess(RunningProcess process, Uri management) => (_process, Management) = (process, management);

    /// <summary>Health and metrics.</summary>
    public Uri Management { get; }

    public IReadOnlyList<string> Log => _process.Lines;

    /// <summary>Starts a watch that looks often and waits little, and waits until it has begun.</summary>
    public static async Task<PublisherProcess> StartAsync(
        Exchange exchange, PretendHospital hospital, string archive, string stateFile, params string[] more)
    {
        var process = RunningProcess.Start("dotnet",
        [
            .. Arguments("watch", exchange, hospital, archive, stateFile), "--management", "http://127.0.0.1:0", "--every", "0:00:00.2",
            "--quiet-for", "0:00:00.5", "--reread-within", "0:00:03", "--patience", "0:00:00.5", .. more,
        ]);
        try
        {
            var management = await Deadline.Until("the watch has begun", () => Task.FromResult(
                process.HasExited
                    ? throw new InvalidOperationException($"hie-publisher ended:\n{string.Join('\n', process.Lines)}")
                    : process.Lines.Select(line => Address().Match(line)).FirstOrDefault(match => match.Success)));
            return new PublisherProcess(process, new Uri(management.Groups[1].Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>One run of <c>hie-publisher publish</c>, which must end well; what it said.</summary>
    public static Task<string> PublishAsync(Exchange exchange, PretendHospital hospital, string archive, string stateFile) =>
        RunningProcess.RunAsync("dotnet", Arguments("publish", exchange, hospital, archive, stateFile));

    /// <summary>The value of one line of the metrics; null where it is not there.</summary>
    /// <param name="name">With its labels: <c>hie_publisher_peer_lost{peer="node"}</c>.</param>
    public async Task<double?> MetricAsync(string name)
    {
        var text = await _http.GetStringAsync(new Uri(Management, "/metrics"));
        return text.Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal)) is { } found
            ? double.Parse(found[(name.Length + 1)..], CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Why it is not ready; null where it is.</summary>
    public async Task<string?> NotReadyAsync()
    {
        using var answer = await _http.GetAsync(new Uri(Management, "/health/ready"));
        return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync();
    }

    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM; the exit code.</summary>
    public Task<int> StopAsync() => _process.StopAsync();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process.DisposeAsync();
    }

    private static string[] Arguments(string command, Exchange exchange, PretendHospital hospital, string archive, string stateFile) =>
    [
        Checkout.Built("HieImaging.Publisher", "hie-publisher"), command, "--archive", archive, "--to", exchange.Address.ToString(),
        "--client", hospital.Pacs, "--key", exchange.Keys.PathOf(hospital.Pacs), "--participant", hospital.Id,
        "--authority", hospital.Authority.Oid.Text, "--location", hospital.RetrieveLocationUid, "--source-id", hospital.SourceId,
        "--patient-id-domain", PretendDomain.PatientIdDomainOid, "--state", stateFile,
    ];

    [GeneratedRegex(@"management on (http://[0-9.]+:[0-9]+)")]
    private static partial Regex Address();
}
