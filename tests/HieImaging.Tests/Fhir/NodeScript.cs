using System.Diagnostics;

namespace HieImaging.Tests.Fhir;

/// <summary>A script of <c>tests/second-opinion</c>, run by Node where <c>HIE_NODE_MODULES</c> names its packages
/// (<c>tests/second-opinion/fhirpath.sh</c> sees to that).</summary>
internal sealed class NodeScript : IDisposable
{
    private NodeScript(string modules) => Modules = modules;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("hie-second-opinion").FullName;

    private string Modules { get; }

    /// <summary>Null where the packages are not at hand.</summary>
    internal static NodeScript? Find() =>
        Environment.GetEnvironmentVariable("HIE_NODE_MODULES") is { Length: > 0 } modules && Directory.Exists(modules) ? new(modules) : null;

    /// <summary>Runs to its end; what it answered lies in <see cref="Folder"/>.</summary>
    internal void Run(string script)
    {
        var start = new ProcessStartInfo("node", [System.IO.Path.Combine(Architecture.Repository.Root, "tests", "second-opinion", script), Folder]);
        start.Environment["NODE_PATH"] = Modules;
        start.Environment["TZ"] = "UTC";
        using var node = Process.Start(start)!;
        node.WaitForExit();
        Assert(node.ExitCode);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Assert(int code) => Xunit.Assert.Equal(0, code);
}
