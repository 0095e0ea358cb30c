using System.Globalization;

namespace HieImaging.Bench.Measuring;

/// <summary>A process with all that it started, read from /proc: what it has used of the processors, and the memory of its root.</summary>
/// <param name="Root">Process id.</param>
public sealed record ProcessTree(int Root)
{
    // A tick of the kernel's accounting; USER_HZ is 100 on Linux.
    private const double TickMs = 10;

    /// <summary>Milliseconds of processor time in user and kernel mode, of those among them that have ended and been waited for too.</summary>
    public double CpuMs()
    {
        var children = Processes().ToLookup(process => process.Parent);
        var ticks = Read(Root)?.Ticks ?? 0;
        var parents = new Queue<int>([Root]);
        while (parents.TryDequeue(out var parent))
            foreach (var child in children[parent])
            {
                ticks += child.Ticks;
                parents.Enqueue(child.Id);
            }
        return ticks * TickMs;
    }

    /// <summary>Resident memory of the root, in MB of 2^20 bytes.</summary>
    public double RssMb() => StatusMb("VmRSS:");

    /// <summary>The most that the root has had resident since its start or <see cref="ForgetPeak"/>.</summary>
    public double PeakMb() => StatusMb("VmHWM:");

    /// <summary>The peak is counted from now on.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{Root}/clear_refs", "5");

    private double StatusMb(string field) => File.ReadLines($"/proc/{Root}/status")
        .Where(line => line.StartsWith(field, StringComparison.Ordinal))
        .Select(line => double.Parse(line[field.Length..^2], CultureInfo.InvariantCulture) / 1024)
        .Single();

    private static List<(int Id, int Parent, long Ticks)> Processes()
    {
        var found = new List<(int, int, long)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Read(id) is { } process)
                found.Add(process);
        return found;
    }

    // proc(5): the name in brackets may hold anything; from the state on, fields are separated by blanks.
    private static (int Id, int Parent, long Ticks)? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (id, int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)));
        }
        catch (IOException)                                    // it has ended
        {
            return null;
        }
    }
}
