using System.Diagnostics;
using System.Globalization;

namespace HieImaging.Bench.Measuring;

/// <summary>
/// What else the machine does from now on. A run is noisy where the load average was above 1.5 × the cores when the program began (later the
/// load is our own), or where processes that are not ours kept more than a tenth of the cores busy.
/// </summary>
public sealed class Noise
{
    private static readonly double AtStart = LoadAverage();

    private readonly IReadOnlyList<ProcessTree> _ours;
    private readonly double _busy;
    private readonly double _own;
    private readonly long _since = Stopwatch.GetTimestamp();

    /// <param name="ours">What the measurement uses, besides this process and its children: PostgreSQL, RabbitMQ.</param>
    public Noise(params IReadOnlyList<ProcessTree> ours)
    {
        _ours = [new ProcessTree(Environment.ProcessId), .. ours];
        (_busy, _own) = (BusyMs(), OwnMs());
    }

    /// <summary>One-minute load average when the program began.</summary>
    public static double LoadBefore => AtStart;

    /// <summary>One-minute load average now.</summary>
    public static double LoadAverage() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    public bool IsNoisy() => LoadBefore > 1.5 * Environment.ProcessorCount || ForeignCores() > 0.1 * Environment.ProcessorCount;

    /// <summary>Cores that others have kept busy so far, on average.</summary>
    public double ForeignCores() =>
        Math.Max(0, (BusyMs() - _busy - (OwnMs() - _own)) / Math.Max(1, Stopwatch.GetElapsedTime(_since).TotalMilliseconds));

    private double OwnMs() => _ours.Sum(tree => tree.CpuMs());

    // proc(5): user, nice and system time of all processors together, in ticks of 10 ms.
    private static double BusyMs() => File.ReadLines("/proc/stat").First()
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..4].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) * 10;
}
