using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using HieImaging.Harness;

namespace HieImaging.Bench.Measuring;

/// <summary>One run of a command: prints each verdict as it falls and all of them in the last line, and keeps every sample in
/// <c>.state/bench/COMMAND-TIME.json</c>.</summary>
/// <param name="noise">Listens since the run began.</param>
public sealed class BenchRun(string command, Noise noise)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Workload, Measurement Measurement)> _measurements = [];
    private readonly List<Verdict> _verdicts = [];
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();

    /// <summary>What the peers were: <c>nginx</c> → <c>1.22.1</c>.</summary>
    public Dictionary<string, string> Versions { get; } = new(StringComparer.Ordinal) { [".NET"] = RuntimeInformation.FrameworkDescription };

    public bool IsNoisy => noise.IsNoisy();

    /// <summary>Keeps the samples for the file.</summary>
    public void Keep(string workload, Measurement measurement) => _measurements.Add((workload, measurement));

    /// <summary>Judges one figure and prints the verdict.</summary>
    /// <param name="bar">Null: told, not judged.</param>
    public Verdict Judge(string workload, string figure, Spread spread, Bar? bar)
    {
        var verdict = new Verdict(workload, figure, spread, bar, IsNoisy);
        _verdicts.Add(verdict);
        Console.WriteLine(verdict);
        return verdict;
    }

    /// <summary>Writes the file and the last line.</summary>
    /// <returns>The exit code: 0 where every bar is met.</returns>
    public int End()
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Checkout.Root, ".state", "bench")).FullName,
            string.Create(CultureInfo.InvariantCulture, $"{command}-{_began:yyyyMMdd-HHmmss}.json"));
        File.WriteAllText(path, JsonSerializer.Serialize(ToJson(), Readable) + "\n");
        Console.WriteLine($"samples in {path}");
        Console.WriteLine(string.Join("; ", _verdicts));
        return _verdicts.All(verdict => verdict.IsMet) ? 0 : 1;
    }

    private object ToJson() => new
    {
        command,
        began = _began,
        commit = Commit(),
        versions = Versions,
        cores = Environment.ProcessorCount,
        loadBefore = Noise.LoadBefore,
        loadAfter = Noise.LoadAverage(),
        foreignCores = Math.Round(noise.ForeignCores(), 3),
        noisy = IsNoisy,
        verdicts = _verdicts.Select(verdict => new
        {
            verdict.Workload, verdict.Figure, verdict.Spread.Median, verdict.Spread.Least, verdict.Spread.Greatest, verdict.Spread.Rounds,
            bar = verdict.Bar?.ToString(), met = verdict.IsMet, verdict.Noisy,
        }),
        workloads = _measurements.Select(kept => new
        {
            workload = kept.Workload,
            samples = kept.Measurement.Samples.ToDictionary(pair => pair.Key, pair => pair.Value.Select(sample => new
            {
                sample.Units, seconds = sample.Took.TotalSeconds, perSecond = sample.PerSecond, more = sample.More,
            })),
        }),
    };

    private static string Commit()
    {
        var start = new ProcessStartInfo("git", ["-C", Checkout.Root, "describe", "--always", "--dirty"]) { RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
