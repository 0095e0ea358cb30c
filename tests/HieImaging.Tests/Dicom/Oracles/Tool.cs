using System.Diagnostics;
using System.Text;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>A program of somebody else, run once for many files.</summary>
internal static class Tool
{
    /// <summary>The path of a program that is installed; null when it is not.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin")
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Starts it; the caller reads its output to the end and disposes it.</summary>
    public static Process Start(string program, Encoding encoding, params IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = encoding,
            StandardInputEncoding = new UTF8Encoding(false),
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
