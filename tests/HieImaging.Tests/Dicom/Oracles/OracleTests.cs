using System.Diagnostics;
using System.Text.Json;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Dicom.Json;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>
/// Readers that share no code with this one are asked what stands in the files: those of the corpus, where it is at hand, and those that
/// <see cref="OwnFiles"/> makes. The counts are printed; docs/testing.md keeps those of a run over all files (<c>HIE_ORACLES=all</c>).
/// </summary>
public sealed class OracleTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hie-oracles-").FullName;

    // Always the same: what other readers make of random bits is explained for these.
    private const int Seed = 20251;

    private static readonly bool All = Environment.GetEnvironmentVariable("HIE_ORACLES") == "all";

    [Fact]
    public void Dcmdump_reads_the_same_from_files_of_others_and_from_what_is_written_again()
    {
        var dcmdump = Installed("dcmdump");
        var files = Files();
        var copies = files.Select((path, index) => Written(path, index)).ToArray();
        var watch = Stopwatch.StartNew();
        var read = new Comparison("dcmdump", Differences.OfDcmdump);
        var refused = 0;
        var written = new Comparison("dcmdump, of the file as written again", Differences.OfWriting);
        foreach (var ((path, theirs), again) in files.Zip(DcmdumpRows.Of(dcmdump, files)).Zip(DcmdumpRows.Of(dcmdump, copies)))
        {
            if (Opened(path) is not { } file)
            {
                Assert.Empty(theirs); // what is refused here, dcmdump refuses too
                refused++;
                continue;
            }
            read.Add(new FileAtHand(path, file), OurRows.Raw(file), theirs);
            written.Add(new FileAtHand(path, file), [.. again.Where(Differences.MustBeKept)], [.. theirs.Where(Differences.MustBeKept)]);
        }
        output.WriteLine($"{files.Count} files, {refused} refused by both");
        Report(watch, read, written);
    }

    [Fact]
    public void Pydicom_reads_the_same_text()
    {
        Assert.True(PydicomRows.IsInstalled, "python3-pydicom is not installed: run docker/install.sh.");
        var files = Files();
        var watch = Stopwatch.StartNew();
        var comparison = new Comparison("pydicom", Differences.OfPydicom);
        foreach (var (path, theirs) in files.Zip(PydicomRows.Of(files)))
        {
            if (Opened(path) is { } file)
                comparison.Add(new FileAtHand(path, file), OurRows.Decoded(file.Dataset), theirs ?? []);
        }
        Report(watch, comparison);
    }

    [Fact]
    public async Task Dcm2json_writes_the_same_JSON_and_its_JSON_is_read()
    {
        var dcm2json = Installed("dcm2json");
        // One process for each file: of the series of an archive one image speaks for the others, unless all are asked for.
        var files = All ? Files() : [.. Files().Where(path => !path.Contains("/st", StringComparison.Ordinal) || path.Contains("/0001-", StringComparison.Ordinal))];
        var watch = Stopwatch.StartNew();
        var (written, read) = (new Comparison("dcm2json", Differences.OfDcm2Json), new Comparison("the JSON of dcm2json, read", Differences.OfDcm2Json));
        var silent = 0;
        foreach (var some in files.Chunk(Environment.ProcessorCount))
        {
            foreach (var (path, json) in some.Zip(await Task.WhenAll(some.Select(path => Dcm2Json.WriteAsync(dcm2json, path)))))
            {
                if (json is null || Opened(path) is not { } file || Rows(json) is not { } theirs)
                {
                    silent++;
                    continue;
                }
                written.Add(new FileAtHand(path, file), Rows(DicomJson.Write([file.Dataset]))!, theirs);
                read.Add(new FileAtHand(path, file), Rows(DicomJson.Write(DicomJson.Read(json)))!, theirs);
            }
        }
        output.WriteLine($"{files.Count} files asked for; dcm2json has no answer for {silent}: it fails, or writes nan, which is no JSON");
        Report(watch, written, read);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Report(Stopwatch watch, params Comparison[] comparisons)
    {
        foreach (var comparison in comparisons)
            output.WriteLine(comparison.ToString());
        output.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.All(comparisons, comparison => Assert.True(comparison.Unexplained.Count == 0, comparison.ToString()));
    }

    private IReadOnlyList<string> Files() => [.. DicomFiles.OfCorpus("dicom", "*.dcm"), .. OwnFiles.Write(_folder, Seed)];

    private string Written(string path, int index)
    {
        var copy = Path.Combine(_folder, $"copy-{index}");
        File.WriteAllBytes(copy, Opened(path)?.ToArray() ?? []);
        return copy;
    }

    private static List<OracleRow>? Rows(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 200 });
            return DicomJsonRows.Of(document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Installed(string tool)
    {
        var path = Tool.Find(tool);
        Assert.True(path is not null, $"{tool} is not installed: run docker/install.sh.");
        return path;
    }

    private static DicomFile? Opened(string path)
    {
        try
        {
            return DicomFile.Open(File.ReadAllBytes(path));
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }
}
