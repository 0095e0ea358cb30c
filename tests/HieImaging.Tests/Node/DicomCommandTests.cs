using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Node.Commands;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class DicomCommandTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void A_regular_file_is_read() =>
        Assert.Equal((0, $"{_file}: read; Key Object Selection Document Storage, Explicit VR Little Endian"), Check(Written(Object())));

    [Fact]
    public void An_irregular_file_says_what_and_where_and_never_a_value()
    {
        var dataset = Object();
        dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO-IR 100");
        dataset.AddOrUpdate(new DicomElement(DicomTag.PatientName, DicomVR.PN, new byte[] { 0xE9, 0x20 }));
        var (exit, text) = Check(Written(dataset));
        Assert.Equal(0, exit);
        Assert.EndsWith("\n  CharacterSetMisspelled 1 times, first at (0008,0005)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_data_set_is_told_from_a_file_that_is_refused()
    {
        Assert.Equal(
            (1, $"{_file}: no Part 10 file: the doors refuse it; Key Object Selection Document Storage, Explicit VR Little Endian\n  NoFileMeta 1 times"),
            Check(DicomBytes.Write(Object(), DicomTransferSyntax.ExplicitVRLittleEndian)));
        var (exit, text) = Check(Written(Object())[..^3]);
        Assert.Equal((1, true), (exit, text.StartsWith($"{_file}: refused: ", StringComparison.Ordinal)));
        Assert.Contains("(Truncated at (0008,0018)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_failure_of_another_kind()
    {
        File.Delete(_file);
        Assert.Equal(2, DicomCommand.Check(_file, TextWriter.Null));
    }

    public void Dispose() => File.Delete(_file);

    private (int Exit, string Text) Check(byte[] bytes)
    {
        File.WriteAllBytes(_file, bytes);
        using var output = new StringWriter();
        return (DicomCommand.Check(_file, output), output.ToString().ReplaceLineEndings("\n").TrimEnd('\n'));
    }

    private static byte[] Written(DicomDataset dataset) => new DicomFile(dataset).ToArray();

    private static DicomDataset Object() => new()
    {
        { DicomTag.SOPClassUID, DicomUID.KeyObjectSelectionDocumentStorage },
        { DicomTag.SOPInstanceUID, "2.25.7" },
    };
}
