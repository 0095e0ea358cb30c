using System.Buffers.Binary;
using System.Text;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using Xunit;

namespace HieImaging.Tests.Dicom;

public sealed class DicomFileTests
{
    private static readonly DicomDataset Small = new()
    {
        { DicomTag.SOPClassUID, DicomUID.KeyObjectSelectionDocumentStorage },
        { DicomTag.SOPInstanceUID, "1.2.3" },
        { DicomTag.Modality, "KO" },
    };

    [Fact]
    public void A_preamble_of_another_format_is_not_written_again()
    {
        var bytes = new DicomFile(Small).ToArray();
        Encoding.ASCII.GetBytes("MZ").CopyTo(bytes, 0);
        var again = DicomFile.Open(bytes).ToArray();
        Assert.All(again[..128], value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_meta_information_says_what_follows()
    {
        var meta = DicomFile.Open(new DicomFile(Small, DicomTransferSyntax.ImplicitVRLittleEndian).ToArray()).FileMeta;
        Assert.Equal("1.2.3", meta.GetString(DicomTag.MediaStorageSOPInstanceUID));
        Assert.Equal("1.2.840.10008.1.2", meta.GetString(DicomTag.TransferSyntaxUID));
        Assert.Equal(new byte[] { 0, 1 }, meta.GetBytes(DicomTag.FileMetaInformationVersion).ToArray());
    }

    [Fact]
    public void Sequences_nest_to_the_limit_and_not_beyond()
    {
        Assert.Equal(32, Depth(DicomFile.Open(new DicomFile(Nested(32)).ToArray()).Dataset));
        Assert.Equal(DicomFormatReason.TooDeep, Refusal(new DicomFile(Nested(33)).ToArray()));
    }

    [Fact]
    public void A_length_that_lies_is_refused_without_reserving_memory()
    {
        var bytes = new DicomFile(Small).ToArray().Concat(Element(0x0042, 0x0011, "OB", 0x7FFF0000, 8)).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(DicomFormatReason.TooLarge, Refusal(bytes, DicomReadOptions.Manifest));
        Assert.Equal(DicomFormatReason.Truncated, Refusal(new MemoryStream(bytes), DicomReadOptions.Default with { MaxBytes = long.MaxValue }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    [Fact]
    public void Elements_and_items_are_counted_in_all()
    {
        var many = new DicomDataset { { DicomTag.ContentSequence, [.. Enumerable.Range(0, 100).Select(_ => new DicomDataset { { DicomTag.ValueType, "IMAGE" } })] } };
        var bytes = new DicomFile(many).ToArray();
        Assert.Equal(DicomFormatReason.TooMany, Refusal(bytes, DicomReadOptions.Default with { MaxItems = 99 }));
        Assert.Equal(DicomFormatReason.TooMany, Refusal(bytes, DicomReadOptions.Default with { MaxElements = 100 }));
        Assert.Single(DicomFile.Open(bytes, DicomReadOptions.Default with { MaxElements = 101, MaxItems = 100 }).Dataset);
    }

    [Fact]
    public void An_inflated_data_set_is_bounded_too()
    {
        var zeros = new DicomDataset { { DicomTag.Modality, "OT" } };
        zeros.AddOrUpdate(DicomTag.EncapsulatedDocument, new byte[20 << 20]);
        var bytes = new DicomFile(zeros, DicomTransferSyntax.DeflatedExplicitVRLittleEndian).ToArray();
        Assert.InRange(bytes.Length, 1, 1 << 20);
        Assert.Equal(DicomFormatReason.TooLarge, Refusal(bytes, DicomReadOptions.Manifest));
    }

    [Fact]
    public void The_same_tag_twice_is_refused()
    {
        var bytes = new DicomFile(Small).ToArray();
        Assert.Equal(DicomFormatReason.DuplicateElement, Refusal([.. bytes, .. Element(0x0008, 0x0060, "CS", 2, 2)]));
    }

    [Fact]
    public void Reading_stops_before_pixel_data_and_passes_over_large_values()
    {
        var image = new DicomDataset { { DicomTag.Rows, 2 }, { DicomTag.Modality, "CT" } };
        image.AddOrUpdate(DicomTag.EncapsulatedDocument, new byte[100_000]);
        image.AddOrUpdate(DicomTag.PixelData, new ushort[] { 1, 2, 3, 4 });
        var stream = new MemoryStream(new DicomFile(image).ToArray());
        var read = DicomFile.Open(stream, DicomReadOptions.Header).Dataset;
        Assert.False(read.Contains(DicomTag.PixelData));
        var document = Assert.IsType<DicomElement>(read.Find(DicomTag.EncapsulatedDocument));
        Assert.True(document.IsSkipped);
        Assert.Equal(100_000, document.Length);
        Assert.Equal(2, read.GetInt32(DicomTag.Rows));
    }

    [Fact]
    public void Fragments_are_kept_as_they_are()
    {
        var image = new DicomDataset(Fragments([], [1, 2, 3, 4], [5, 6]));
        var bytes = new DicomFile(image, DicomTransferSyntax.JPEGBaseline8Bit).ToArray();
        var read = Assert.IsType<DicomFragmentSequence>(DicomFile.Open(bytes).Dataset.Find(DicomTag.PixelData));
        Assert.Equal([0, 4, 2], read.Items.Select(item => item.Length));
        Assert.Throws<InvalidOperationException>(() => new DicomFile(image).ToArray());
    }

    [Fact]
    public void An_unknown_VR_of_undefined_length_is_a_sequence_in_implicit_VR()
    {
        byte[] unknown = [0x09, 0, 0x01, 0x10, (byte)'U', (byte)'N', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        byte[] item = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF, 0x08, 0, 0x60, 0, 2, 0, 0, 0, (byte)'C', (byte)'T', 0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0];
        byte[] end = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
        byte[] bytes = [.. unknown, .. item, .. end];
        var dataset = DicomBytes.Read(bytes, DicomTransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal("CT", dataset.GetSequence(new DicomTag(0x0009, 0x1001))[0].GetString(DicomTag.Modality));
    }

    [Fact]
    public void Text_that_the_character_set_cannot_say_is_not_written_as_question_marks()
    {
        var dataset = new DicomDataset { { DicomTag.SpecificCharacterSet, "ISO_IR 100" }, { DicomTag.PatientName, "山田^太郎" } };
        var refusal = Assert.Throws<DicomFormatException>(() => new DicomFile(dataset).ToArray());
        Assert.Equal(DicomFormatReason.BadText, refusal.Reason);
        Assert.DoesNotContain("山", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", DicomFormatReason.Truncated)]
    [InlineData("not DICOM at all", DicomFormatReason.Truncated)]
    public void What_is_no_Part_10_object_says_so(string start, DicomFormatReason reason)
    {
        Assert.Equal(reason, Refusal(Encoding.ASCII.GetBytes(start)));
        Assert.Equal(DicomFormatReason.NotDicom, Refusal([.. Encoding.ASCII.GetBytes(start.PadRight(200))]));
    }

    internal static byte[] Element(ushort group, ushort element, string vr, uint length, int given)
    {
        var isLong = vr is "OB" or "UN" or "SQ";
        var bytes = new byte[(isLong ? 12 : 8) + given];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, group);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), element);
        Encoding.ASCII.GetBytes(vr).CopyTo(bytes, 4);
        if (isLong)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), length);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), (ushort)length);
        return bytes;
    }

    private static DicomFormatReason Refusal(byte[] bytes, DicomReadOptions? options = null) =>
        Assert.Throws<DicomFormatException>(() => DicomFile.Open(bytes, options)).Reason;

    private static DicomFormatReason Refusal(Stream stream, DicomReadOptions options) =>
        Assert.Throws<DicomFormatException>(() => DicomFile.Open(stream, options)).Reason;

    private static DicomFragmentSequence Fragments(params byte[][] items) =>
        new(DicomTag.PixelData, DicomVR.OB, items.Select(item => new ReadOnlyMemory<byte>(item)));

    private static DicomDataset Nested(int depth) =>
        depth == 0 ? [] : new DicomDataset { { DicomTag.ContentSequence, Nested(depth - 1) } };

    private static int Depth(DicomDataset dataset) => dataset.GetFirstItem(DicomTag.ContentSequence) is { } item ? 1 + Depth(item) : 0;
}
