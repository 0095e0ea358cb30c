using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Dicom.Json;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Dicom;

/// <summary>Real files of many makers, and files made to do harm. Without the corpus these tests say so and pass.</summary>
public sealed partial class DicomCorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_file_is_read_and_written_again_but_the_broken_one()
    {
        var refused = new List<string>();
        var files = Files("dicom", "*.dcm");
        foreach (var path in files)
        {
            try
            {
                var file = DicomFile.Open(File.ReadAllBytes(path));
                using var stream = File.OpenRead(path);
                Assert.Equal(DatasetListing.OfLengths(file), DatasetListing.OfLengths(DicomFile.Open(stream)));
                var again = DicomFile.Open(file.ToArray());
                Assert.Equal(DatasetListing.OfContent(WithoutGroupLengths(file.Dataset)), DatasetListing.OfContent(again.Dataset));
                var json = DicomJson.Write([file.Dataset]);
                Assert.Equal(json, DicomJson.Write(DicomJson.Read(json)));
            }
            catch (DicomFormatException refusal)
            {
                refused.Add($"{Path.GetFileName(path)} {refusal.Reason}");
            }
        }
        output.WriteLine($"{files.Count} files, refused: {string.Join(", ", refused)}");
        if (files.Count > 0)
            Assert.Equal(["FreezePattern.dcm BadStructure"], refused);
    }

    [Fact]
    public void Tags_VRs_and_lengths_are_those_that_dcmdump_reads()
    {
        if (Dcmdump() is not { } dcmdump)
        {
            output.WriteLine("dcmdump is not installed.");
            return;
        }
        var step = Environment.GetEnvironmentVariable("HIE_DCMDUMP") == "all" ? 1 : 40;
        var compared = 0;
        var differences = new List<string>();
        foreach (var path in Files("dicom", "*.dcm").Where((_, index) => index % step == 0))
        {
            if (path.EndsWith("FreezePattern.dcm", StringComparison.Ordinal))
                continue;
            var file = DicomFile.Open(File.ReadAllBytes(path));
            var (theirs, ours) = (Dumped(dcmdump, path, file), Ours(file));
            differences.AddRange(theirs.Except(ours).Take(5).Select(line => $"{path}: dcmdump has {line}"));
            differences.AddRange(ours.Except(theirs).Take(5).Select(line => $"{path}: we have {line}"));
            if (theirs.Length != ours.Length)
                differences.Add($"{path}: {theirs.Length} lines of dcmdump, {ours.Length} of ours");
            compared++;
        }
        output.WriteLine($"{compared} files compared with dcmdump.");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(50)));
    }

    [Fact]
    public void Harmful_files_are_read_or_refused_at_once_and_in_little_memory()
    {
        foreach (var path in Files("bad-inputs/dicom", "*"))
        {
            using var stream = Unpacked(path);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            var outcome = "read";
            try
            {
                DicomFile.Open(stream, DicomReadOptions.Manifest);
            }
            catch (DicomFormatException refusal)
            {
                outcome = refusal.Reason.ToString();
            }
            var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) >> 20;
            output.WriteLine($"{Path.GetFileName(path)}: {outcome}, {watch.ElapsedMilliseconds} ms, {allocated} MB");
            Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
            Assert.InRange(allocated, 0, 128);
        }
    }

    private static string[] Ours(DicomFile file)
    {
        var isImplicit = !file.TransferSyntax.IsExplicitVR;
        return DatasetListing.OfLengths(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Neutral(line, isImplicit)).ToArray();
    }

    private static string[] Dumped(string dcmdump, string path, DicomFile file)
    {
        var start = new ProcessStartInfo(dcmdump, ["-q", "+L", path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.StandardOutputEncoding = System.Text.Encoding.Latin1;
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. DumpLines(text).Select(line => Neutral(line, !file.TransferSyntax.IsExplicitVR))];
    }

    // Depth, tag, VR and length; a sequence is given by the number of its items, items themselves are left out.
    private static IEnumerable<string> DumpLines(string text)
    {
        var fragments = (Line: "", Lengths: new List<string>());
        foreach (Match match in DumpLine().Matches(text))
        {
            var (indent, tag, vr, rest, length) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value, match.Groups[5].Value);
            if (vr == "pi")
            {
                fragments.Lengths.Add(length);
                continue;
            }
            if (fragments.Line.Length > 0)
            {
                yield return $"{fragments.Line}#{fragments.Lengths.Count} {string.Join(' ', fragments.Lengths)}";
                fragments = ("", []);
            }
            if (tag.StartsWith("(fffe", StringComparison.Ordinal))
                continue;
            var line = $"{new string(' ', indent.Length / 2)}{tag} {vr} ";
            if (PixelCount().IsMatch(rest))
                fragments = (line, []);
            else
                yield return ItemCount().Match(rest) is { Success: true } count ? $"{line}#{count.Groups[1].Value}" : line + length;
        }
        if (fragments.Line.Length > 0)
            yield return $"{fragments.Line}#{fragments.Lengths.Count} {string.Join(' ', fragments.Lengths)}";
    }

    // Where dcmdump tells its own mind and not the file: private dictionaries, "up" of a DICOMDIR, OB for fragments and curves, even lengths.
    private static string Neutral(string line, bool isImplicit)
    {
        var at = line.IndexOf('(', StringComparison.Ordinal);
        var (tag, vr, length) = (line.Substring(at, 11), line.Substring(at + 12, 2), line[(at + 15)..]);
        var isPrivate = Convert.ToInt32(tag.Substring(4, 1), 16) % 2 == 1;
        if ((isImplicit && isPrivate) || tag.StartsWith("(50", StringComparison.Ordinal) || length.Contains(' ', StringComparison.Ordinal))
            vr = "??";
        if (int.TryParse(length, out var bytes))
            length = (bytes + (bytes & 1)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"{line[..at]}{tag} {vr.Replace("up", "UL", StringComparison.Ordinal)} {length}";
    }

    private static DicomDataset WithoutGroupLengths(DicomDataset dataset)
    {
        foreach (var length in dataset.Where(item => item.Tag.IsGroupLength).ToArray())
            dataset.Remove(length.Tag);
        foreach (var sequence in dataset.OfType<DicomSequence>())
        {
            foreach (var item in sequence.Items)
                WithoutGroupLengths(item);
        }
        return dataset;
    }

    private static Stream Unpacked(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
            return File.OpenRead(path);
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var plain = new MemoryStream();
        packed.CopyTo(plain);
        plain.Position = 0;
        return plain;
    }

    private static string? Dcmdump() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "dcmdump")).FirstOrDefault(File.Exists);

    private List<string> Files(string folder, string pattern)
    {
        var root = Environment.GetEnvironmentVariable("HIE_CORPUS") ?? FromRepository();
        var path = root is null ? null : Path.Combine(root, folder);
        if (!Directory.Exists(path))
        {
            output.WriteLine("The corpus is absent: set HIE_CORPUS to its folder.");
            return [];
        }
        return [.. Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    private static string? FromRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HieImaging.sln")))
                return Path.Combine(folder.FullName, "..", "shared", "data");
        }
        return null;
    }

    [GeneratedRegex(@"^( *)(\([0-9a-f]{4},[0-9a-f]{4}\)) (..) ((?:.|\n)*?) *# +(\d+|u/l), *\d+ [^\n]*$", RegexOptions.Multiline)]
    private static partial Regex DumpLine();

    [GeneratedRegex(@"^\(Sequence with (?:explicit|undefined) length #=(\d+)\)$")]
    private static partial Regex ItemCount();

    [GeneratedRegex(@"^\(PixelSequence #=(\d+)\)$")]
    private static partial Regex PixelCount();
}
