using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using Xunit;

namespace HieImaging.Tests.Dicom;

public sealed class Part10PeekTests
{
    private static readonly byte[] Bytes = new DicomFile(new DicomDataset
    {
        { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
        { DicomTag.SOPInstanceUID, "1.2.3.4" },
    }).ToArray();

    [Fact]
    public void It_needs_more_bytes_until_it_has_found_the_three_UIDs()
    {
        var found = Enumerable.Range(0, Bytes.Length + 1).First(length => Part10Peek.At(Bytes.AsSpan(0, length)) is Part10Peek.Found);
        Assert.All(Enumerable.Range(0, found), length => Assert.IsType<Part10Peek.NeedsMoreBytes>(Part10Peek.At(Bytes.AsSpan(0, length))));
        Assert.Equal(new Part10Peek.Found(DicomUID.CTImageStorage.UID, "1.2.3.4", "1.2.840.10008.1.2.1"), Part10Peek.At(Bytes));
    }

    [Fact]
    public void Another_format_is_known_by_its_prefix()
    {
        Assert.Equal(new Part10Peek.NotDicom(DicomFormatReason.NotDicom), Part10Peek.At(new byte[132]));
        Assert.Equal(new Part10Peek.NotDicom(DicomFormatReason.NotDicom), Part10Peek.At([.. new byte[128], (byte)'D', (byte)'X']));
    }

    [Fact]
    public void Meta_information_that_never_ends_is_given_up()
    {
        byte[] endless = [.. Bytes[..132], .. DicomFileTests.Element(2, 0x102, "OB", 5000, 5000)];
        Assert.Equal(new Part10Peek.NotDicom(DicomFormatReason.BadMeta), Part10Peek.At(endless));
    }
}
