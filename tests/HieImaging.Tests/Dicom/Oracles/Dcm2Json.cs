using System.Diagnostics;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>dcm2json, which takes one file a run.</summary>
internal static class Dcm2Json
{
    /// <summary>The document of a file; null where dcm2json does not exit with 0.</summary>
    public static async Task<byte[]?> WriteAsync(string dcm2json, string file)
    {
        using var process = Process.Start(new ProcessStartInfo(dcm2json, ["-q", "-fc", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var json = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(json);
        await errors;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? json.ToArray() : null;
    }
}
