using System.Diagnostics;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Manifests;

public sealed class KeyObjectWriterTests(ITestOutputHelper output)
{
    [Fact]
    public void What_is_written_is_read_again_without_loss()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var run = 0; run < 200; run++)
        {
            var manifest = SomeManifest.Any(random);
            var read = Assert.IsType<KeyObjectReading.Manifests>(KeyObjectReader.Read(KeyObjectWriter.Write(manifest), new CustodianTerms()));
            Assert.Equal(
                System.Text.Encoding.UTF8.GetString(ManifestJson.Write(manifest)),
                System.Text.Encoding.UTF8.GetString(ManifestJson.Write(Assert.Single(read.Of))));
        }
    }

    [Fact]
    public void The_same_manifest_is_the_same_bytes()
    {
        var manifest = SomeManifest.Any(new Random(7));
        Assert.Equal(KeyObjectWriter.Write(manifest), KeyObjectWriter.Write(ManifestJson.Read(ManifestJson.Write(manifest))));
    }

    [Fact]
    public void A_series_at_two_places_keeps_both()
    {
        var manifest = SomeManifest.Of("1.2.3.9", 1, "1.2.3.1.1");
        SeriesLocation[] places = [new(RetrieveLocationUid.Parse("1.2.7.1"), null, null), new(RetrieveLocationUid.Parse("1.2.7.2"), "SOUTH", null)];
        manifest = manifest with { Study = manifest.Study with { Series = [manifest.Study.Series[0] with { Locations = places }] } };
        var read = Assert.IsType<KeyObjectReading.Manifests>(KeyObjectReader.Read(KeyObjectWriter.Write(manifest), new CustodianTerms())).Of[0];
        Assert.Equal(places, read.Study.Series[0].Locations);
        Assert.Equal(1, read.Study.InstanceCount);
    }

    [Fact]
    public async Task Dsrdump_reads_it_without_an_error()
    {
        if (!OnPath("dsrdump"))
        {
            output.WriteLine("dsrdump is not on the path: nothing was checked.");
            return;
        }
        var file = Path.GetTempFileName();
        try
        {
            for (var seed = 1; seed <= 5; seed++)
            {
                await File.WriteAllBytesAsync(file, KeyObjectWriter.Write(SomeManifest.Any(new Random(seed))));
                using var dump = Process.Start(new ProcessStartInfo("dsrdump", [file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
                var told = dump.StandardOutput.ReadToEndAsync();
                var complained = await dump.StandardError.ReadToEndAsync();
                await dump.WaitForExitAsync();
                Assert.Equal(0, dump.ExitCode);
                Assert.DoesNotContain("E:", complained, StringComparison.Ordinal);
                Assert.Contains("Manifest", await told, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool OnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
