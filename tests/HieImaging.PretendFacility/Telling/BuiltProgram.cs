using System.Diagnostics;

namespace HieImaging.PretendFacility.Telling;

/// <summary>Runs one of the project's own executables to its end, as an operator would.</summary>
/// <param name="assembly">Path of the built <c>.dll</c>.</param>
public sealed class BuiltProgram(string assembly)
{
    /// <summary>The exit code, and the lines of standard output and of standard error.</summary>
    public async Task<(int Code, IReadOnlyList<string> Said, IReadOnlyList<string> Complained)> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(cancellation);
        var complained = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, Lines(await said), Lines(await complained));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
