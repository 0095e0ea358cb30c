using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace HieImaging.Harness;

/// <summary>A process that this test started, with all that it wrote; the only processes that a test ever ends.</summary>
public sealed class RunningProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Lines of standard output and error so far, in the order of their arrival.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public static RunningProcess Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Checkout.Root };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        var running = new RunningProcess(process);
        process.OutputDataReceived += (_, line) => running.Take(line.Data);
        process.ErrorDataReceived += (_, line) => running.Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return running;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message holds its last words.</exception>
    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var running = Start(file, arguments, environment);
        var code = await running.ExitAsync(TimeSpan.FromMinutes(3));
        var said = string.Join('\n', running.Lines);
        return code == 0 ? said : throw new InvalidOperationException($"{file} ended with {code}:\n{said}");
    }

    /// <summary>Waits for its own end and gives the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Process {Id} did not end within {within}; its last words:\n{string.Join('\n', _lines.TakeLast(20))}");
        }
        await Task.WhenAny(_outputEnded.Task, Task.Delay(TimeSpan.FromSeconds(1)));
        return _process.ExitCode;
    }

    /// <summary>As a crash: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>As an operator would: SIGTERM, then the time that an orderly end takes.</summary>
    public async Task<int> StopAsync()
    {
        if (!HasExited)
            await RunAsync("/bin/sh", ["-c", "kill -TERM " + Id.ToString(CultureInfo.InvariantCulture) + " || true"]);
        return await ExitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            _outputEnded.TrySetResult();
        else
            _lines.Enqueue(line);
    }
}
