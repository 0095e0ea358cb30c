using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Dicom.Json;
using HieImaging.Tests.Dicom.Oracles;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Dicom;

public sealed class DicomFilePropertyTests(ITestOutputHelper output)
{
    public static TheoryData<string> Syntaxes => ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"];

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void What_is_written_is_read_again(string uid)
    {
        Assert.True(DicomTransferSyntax.TryFind(uid, out var syntax));
        var seed = Seed();
        var random = new RandomDatasets(seed);
        for (var round = 0; round < 150; round++)
        {
            var dataset = random.Next();
            var bytes = new DicomFile(dataset, syntax).ToArray();
            var read = DicomFile.Open(bytes);
            Assert.Equal(syntax, read.TransferSyntax);
            Assert.Equal(DatasetListing.OfContent(dataset), DatasetListing.OfContent(read.Dataset));
            Assert.Equal(bytes, read.ToArray());
        }
    }

    [Fact]
    public async Task A_stream_in_drops_gives_what_the_bytes_give()
    {
        var random = new RandomDatasets(Seed());
        for (var round = 0; round < 20; round++)
        {
            var bytes = new DicomFile(random.Next(), round % 2 == 0 ? null : DicomTransferSyntax.DeflatedExplicitVRLittleEndian).ToArray();
            var read = await DicomFile.OpenAsync(new DripStream(bytes, 7), null, CancellationToken.None);
            Assert.Equal(DatasetListing.OfLengths(DicomFile.Open(bytes)), DatasetListing.OfLengths(read));
        }
    }

    [Fact]
    public void Cut_or_garbled_files_are_read_or_refused_and_never_anything_else()
    {
        var seed = Seed();
        var random = new RandomDatasets(seed);
        var dice = new Random(seed);
        var syntaxes = OwnFiles.Native.ToArray();
        var wild = OwnFiles.Wild().ToArray();
        var options = DicomReadOptions.Manifest with { AllowsBareDataset = true };
        for (var round = 0; round < 400; round++)
        {
            var bytes = round % 5 == 4 ? wild[dice.Next(wild.Length)].Bytes : new DicomFile(random.Next(), syntaxes[round % 5]).ToArray();
            for (var hit = 0; hit < 4; hit++)
                bytes[dice.Next(round % 9 == 0 ? 0 : 132, bytes.Length)] = (byte)dice.Next(256);
            var some = bytes.AsMemory(0, dice.Next(4) == 0 ? dice.Next(132, bytes.Length) : bytes.Length);
            try
            {
                var file = DicomFile.Open(some[(round % 7 == 0 ? 132 : 0)..], options);
                foreach (var item in file.Dataset)
                    Assert.NotNull(file.Dataset.GetStrings(item.Tag));
                Assert.InRange(file.Findings.Count, 0, Enum.GetValues<DicomIrregularity>().Length);
            }
            catch (DicomFormatException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }
    }

    [Fact]
    public void What_is_written_as_JSON_is_read_again()
    {
        var random = new RandomDatasets(Seed());
        for (var round = 0; round < 150; round++)
        {
            var json = DicomJson.Write([random.Next()]);
            Assert.Equal(json, DicomJson.Write(DicomJson.Read(json)));
        }
    }

    private int Seed()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return seed;
    }

    /// <summary>Gives a few bytes at a time, as a slow network does.</summary>
    private sealed class DripStream(byte[] bytes, int drop) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(drop, buffer.Length)]);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return base.Read(buffer.Span[..Math.Min(drop, buffer.Length)]);
        }
    }
}
