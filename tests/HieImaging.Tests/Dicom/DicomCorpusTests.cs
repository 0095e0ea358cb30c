using System.Diagnostics;
using System.IO.Compression;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Dicom.Json;
using HieImaging.Tests.Dicom.Oracles;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Dicom;

/// <summary>Real files of many makers, and files made to do harm. Without the corpus these tests say so and pass.</summary>
public sealed class DicomCorpusTests(ITestOutputHelper output)
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

    private IReadOnlyList<string> Files(string folder, string pattern)
    {
        var files = DicomFiles.OfCorpus(folder, pattern);
        if (files.Count == 0)
            output.WriteLine("The corpus is absent: set HIE_CORPUS to its folder.");
        return files;
    }
}
