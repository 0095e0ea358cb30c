using System.Globalization;

namespace HieImaging.Harness;

/// <summary>What the kernel tells of a process (/proc/PID/status).</summary>
/// <param name="State">T: stopped.</param>
public sealed record ProcessStatus(char State, int Threads, long ResidentBytes)
{
    /// <exception cref="IOException">There is no such process.</exception>
    public static ProcessStatus Of(int pid)
    {
        var lines = File.ReadAllLines($"/proc/{pid}/status");
        string Value(string name) => lines.First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim();
        return new ProcessStatus(
            Value("State")[0], int.Parse(Value("Threads"), CultureInfo.InvariantCulture),
            long.Parse(Value("VmRSS").Split(' ')[0], CultureInfo.InvariantCulture) * 1024);
    }

    /// <summary>The process and its children.</summary>
    public static IReadOnlyList<int> Family(int pid) =>
    [
        pid,
        .. File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Each stands still: the signal is delivered when the process is next run, which on a busy machine takes a while.</summary>
    public static async Task StopAsync(params IReadOnlyList<int> pids)
    {
        await SignalAsync("STOP", pids);
        try
        {
            await Deadline.Until("the processes stand still", () => Task.FromResult(Of(pids[0]).State == 'T'));
        }
        catch (TimeoutException)
        {
            await SignalAsync("CONT", pids);
            throw;
        }
    }

    /// <param name="signal">As kill names it: STOP, CONT, KILL.</param>
    /// <param name="pids">The first lives; of the others one may have ended since it was seen.</param>
    public static Task SignalAsync(string signal, params IReadOnlyList<int> pids) => RunningProcess.RunAsync(
        "/bin/sh", ["-c", $"kill -{signal} {pids[0]} && for child in {string.Join(' ', pids.Skip(1))}; do kill -{signal} $child || true; done"]);
}
