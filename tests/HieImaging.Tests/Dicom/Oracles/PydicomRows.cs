using System.Text;
using System.Text.Json;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>What pydicom reads of many files in one run, text decoded.</summary>
internal static class PydicomRows
{
    /// <summary>Debian's Python, which has python3-pydicom; another one first on the path need not.</summary>
    public const string Python = "/usr/bin/python3";

    public static bool IsInstalled => Directory.Exists("/usr/lib/python3/dist-packages/pydicom");

    /// <summary>The rows of each file in the order of the files; null for one that pydicom refuses.</summary>
    public static IEnumerable<List<OracleRow>?> Of(IReadOnlyList<string> files)
    {
        using var process = Tool.Start(Python, Encoding.UTF8, Path.Combine(AppContext.BaseDirectory, "Dicom", "Oracles", "read_with_pydicom.py"));
        var writing = Task.Run(() =>
        {
            foreach (var file in files)
                process.StandardInput.WriteLine(file);
            process.StandardInput.Close();
        });
        while (process.StandardOutput.ReadLine() is { } line)
        {
            var rows = JsonSerializer.Deserialize<string[][]?>(line);
            yield return rows?.Select(row => new OracleRow(row[0], row[1], row[2])).ToList();
        }
        writing.Wait();
    }
}
