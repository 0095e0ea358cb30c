using System.Diagnostics;

namespace HieImaging.PretendFacility.Telling;

/// <summary>Tells a story step by step on the console, and remembers whether everything came out as it should.</summary>
public sealed class Teller(TextWriter output)
{
    private int _step;

    /// <summary>What did not come out as it should.</summary>
    public int Failures { get; private set; }

    public void Step(string title) => output.WriteLine($"\n{++_step}. {title}");

    public void Tell(string line) => output.WriteLine("     " + line);

    /// <summary>Tells what should be so, and whether it is.</summary>
    public bool Expect(bool so, string line)
    {
        output.WriteLine((so ? "  ok " : "FAIL ") + line);
        if (!so)
            Failures++;
        return so;
    }

    /// <summary>How long something took, in whole milliseconds.</summary>
    public static async Task<(T Result, long Milliseconds)> TimedAsync<T>(Func<Task<T>> ask)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await ask();
        return (result, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
}
