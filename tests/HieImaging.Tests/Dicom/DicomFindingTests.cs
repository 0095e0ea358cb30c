using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Tests.Dicom.Oracles;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Dicom;

/// <summary>What real files do against the standard is read in one way, and said.</summary>
public sealed class DicomFindingTests(ITestOutputHelper output)
{
    private static readonly DicomReadOptions Lenient = new() { AllowsBareDataset = true };

    [Theory]
    [InlineData("wild odd length", DicomIrregularity.OddLength)]
    [InlineData("wild private without a creator", DicomIrregularity.PrivateWithoutCreator)]
    [InlineData("wild unknown VR", DicomIrregularity.UnknownVR)]
    [InlineData("wild zeros behind the end", DicomIrregularity.TrailingZeros)]
    [InlineData("wild out of order", DicomIrregularity.OutOfOrder)]
    [InlineData("wild trailing padding", null)]
    [InlineData("wild group lengths", null)]
    [InlineData("wild known sequence of VR UN", null)]
    public void An_irregularity_is_read_and_named(string name, DicomIrregularity? irregularity)
    {
        var file = DicomFile.Open(OwnFiles.Wild().First(wild => wild.Name == name).Bytes);
        Assert.Equal("2.25.7", file.Dataset.GetString(DicomTag.SOPInstanceUID));
        Assert.Equal(irregularity is { } one ? [one] : [], file.Findings.Select(finding => finding.Irregularity));
    }

    [Theory]
    [InlineData("wild unknown sequence of undefined length", "00111001")]
    [InlineData("wild unknown sequence of undefined length, big endian", "00111001")]
    [InlineData("wild known sequence of VR UN", "0040A730")]
    public void An_unknown_VR_that_holds_a_sequence_is_implicit_VR_little_endian(string name, string tag)
    {
        var dataset = DicomFile.Open(OwnFiles.Wild().First(wild => wild.Name == name).Bytes).Dataset;
        Assert.Equal("CT", Assert.Single(dataset.GetSequence(DicomTag.Parse(tag))).GetString(DicomTag.Modality));
    }

    [Fact]
    public void Text_that_its_character_set_does_not_say_is_named()
    {
        var dataset = OwnFiles.Identified();
        dataset.AddOrUpdate(new DicomElement(DicomTag.PatientName, DicomVR.PN, new byte[] { 0xE9, 0x20 }));
        Assert.Equal([DicomIrregularity.TextWithoutCharacterSet], Findings(dataset));
        dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        Assert.Equal([DicomIrregularity.TextUndecodable], Findings(dataset));
        dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO-IR 100");
        Assert.Equal([DicomIrregularity.CharacterSetMisspelled], Findings(dataset));
    }

    [Fact]
    public void A_file_whose_meta_information_names_another_object_says_so()
    {
        var bytes = new DicomFile(OwnFiles.Identified()).ToArray();
        var own = bytes.AsSpan().LastIndexOf("2.25.7"u8);
        bytes[own + 5] = (byte)'8';
        Assert.Equal([DicomIrregularity.FileMetaOfAnotherObject], DicomFile.Open(bytes).Findings.Select(finding => finding.Irregularity));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.2")]
    public void A_bare_data_set_is_read_where_that_is_allowed(string uid)
    {
        Assert.True(DicomTransferSyntax.TryFind(uid, out var syntax));
        var bare = DicomBytes.Write(OwnFiles.Identified(), syntax);
        var file = DicomFile.Open(bare, Lenient);
        Assert.Equal((syntax, "2.25.7"), (file.TransferSyntax, file.Dataset.GetString(DicomTag.SOPInstanceUID)));
        Assert.Equal([DicomIrregularity.NoFileMeta], file.Findings.Select(finding => finding.Irregularity));
        Assert.Equal("2.25.7", DicomFile.Open(file.ToArray()).FileMeta.GetString(DicomTag.MediaStorageSOPInstanceUID));
        Assert.Throws<DicomFormatException>(() => DicomFile.Open(bare));
    }

    [Theory]
    [InlineData(128)] // the prefix comes first
    [InlineData(132)] // the meta information comes first
    public void A_file_without_its_preamble_is_read_where_that_is_allowed(int cut)
    {
        var bytes = new DicomFile(OwnFiles.Identified(), DicomTransferSyntax.ImplicitVRLittleEndian).ToArray()[cut..];
        var file = DicomFile.Open(bytes, Lenient);
        Assert.Equal(("2.25.7", "1.2.840.10008.1.2"), (file.Dataset.GetString(DicomTag.SOPInstanceUID), file.TransferSyntax.UID.UID));
        Assert.Equal([DicomIrregularity.NoPreamble], file.Findings.Select(finding => finding.Irregularity));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no DICOM at all")]
    [InlineData("\u0008\0\u0005\0\u00FF\u00FF\u00FF\u007F")]
    public void What_is_no_data_set_is_refused_also_where_a_bare_one_is_allowed(string start)
    {
        var bytes = System.Text.Encoding.Latin1.GetBytes(start.PadRight(300, '\u0001'));
        Assert.Equal(DicomFormatReason.NotDicom, Assert.Throws<DicomFormatException>(() => DicomFile.Open(bytes, Lenient)).Reason);
    }

    [Theory] // stable names: a door tells them to its caller
    [InlineData("zeros between", DicomFormatReason.BadStructure)]
    [InlineData("blank VR", DicomFormatReason.BadVR)]
    [InlineData("unknown VR of 16 bits", DicomFormatReason.BadVR)]
    [InlineData("text of undefined length", DicomFormatReason.BadLength)]
    [InlineData("known sequence of VR UN cut", DicomFormatReason.BadLength)]
    [InlineData("item past its sequence", DicomFormatReason.BadLength)]
    [InlineData("delimiter alone", DicomFormatReason.BadStructure)]
    [InlineData("sequence without end", DicomFormatReason.Truncated)]
    [InlineData("half a header", DicomFormatReason.Truncated)]
    public void What_can_be_read_in_two_ways_is_refused_with_a_reason(string name, DicomFormatReason reason)
    {
        byte[] start = new DicomFile(OwnFiles.Identified()).ToArray();
        byte[] rest = name switch
        {
            "zeros between" => [.. new byte[16], .. OwnFiles.Element(0x0010, 0x0020, "LO", "42"u8)],
            "blank VR" => OwnFiles.Element(0x0010, 0x0020, "  ", "42"u8),
            "unknown VR of 16 bits" => OwnFiles.Element(0x0010, 0x0020, "ZY", "42"u8),
            "text of undefined length" => OwnFiles.Undefined(0x0040, 0xA160, "UT", false),
            "known sequence of VR UN cut" => OwnFiles.Element(0x0040, 0xA730, "UN", [0xFE, 0xFF, 0, 0xE0, 40, 0, 0, 0, 8, 0, 0x60, 0]),
            "item past its sequence" => OwnFiles.Element(0x0040, 0xA730, "SQ", [0xFE, 0xFF, 0, 0xE0, 8, 0, 0, 0]),
            "delimiter alone" => [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0],
            "sequence without end" => [.. OwnFiles.Undefined(0x0040, 0xA730, "SQ", false), 0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0],
            _ => [0x10, 0, 0x20, 0, (byte)'L'],
        };
        Assert.Equal(reason, Assert.Throws<DicomFormatException>(() => DicomFile.Open((byte[])[.. start, .. rest])).Reason);
    }

    [Fact]
    public void Findings_stay_few_however_many_elements_there_are()
    {
        byte[] start = new DicomFile(OwnFiles.Identified()).ToArray();
        var many = Enumerable.Range(0x1000, 2000).SelectMany(element => OwnFiles.Element(0x0011, (ushort)element, "LO", "odd"u8));
        var findings = DicomFile.Open((byte[])[.. start, .. many]).Findings;
        Assert.Equal(
            [new(DicomIrregularity.OddLength, new DicomTag(0x0011, 0x1000), 2000), new(DicomIrregularity.PrivateWithoutCreator, new DicomTag(0x0011, 0x1000), 2000)],
            findings);
    }

    [Fact]
    public void The_irregularities_of_the_corpus_are_counted()
    {
        var counts = new SortedDictionary<DicomIrregularity, int>();
        var files = DicomFiles.OfCorpus("dicom", "*.dcm");
        foreach (var path in files.Where(path => !path.EndsWith("FreezePattern.dcm", StringComparison.Ordinal)))
        {
            using var stream = File.OpenRead(path);
            foreach (var finding in DicomFile.Open(stream, DicomReadOptions.Header).Findings)
                counts[finding.Irregularity] = counts.GetValueOrDefault(finding.Irregularity) + 1;
        }
        output.WriteLine($"{files.Count} files");
        foreach (var (irregularity, count) in counts)
            output.WriteLine($"{irregularity}: {count} files");
        if (files.Count > 0)
            Assert.Equal(0, counts.GetValueOrDefault(DicomIrregularity.CharacterSetUnknown));
    }

    private static IEnumerable<DicomIrregularity> Findings(DicomDataset dataset) =>
        DicomFile.Open(new DicomFile(dataset).ToArray()).Findings.Select(finding => finding.Irregularity);
}
