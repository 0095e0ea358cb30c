using HieImaging.Dicom;
using HieImaging.Dicom.Files;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>Files that the tests make themselves: every character set, every native transfer syntax, and what is found in the wild.</summary>
internal static class OwnFiles
{
    /// <summary>Labels and a name that they can say. One of each way in which PS3.3 C.12.1.1.2 lets text be encoded.</summary>
    public static readonly IReadOnlyList<(string Labels, string Name)> Names =
    [
        ("ISO_IR 100", "Äneas^Rüdiger"), ("ISO_IR 101", "Wałęsa^Łukasz"), ("ISO_IR 109", "Ĉapelo^Ŝi"), ("ISO_IR 110", "Šķēps^Ģirts"),
        ("ISO_IR 144", "Люкceмбypг^Щ"), ("ISO_IR 127", "قباني^لنزار"), ("ISO_IR 126", "Διονυσιος^Ώ"), ("ISO_IR 138", "שרון^דבורה"),
        ("ISO_IR 148", "Çavuşoğlu^İnci"), ("ISO_IR 203", "Œuvre^Žiga€"), ("ISO_IR 166", "นามสกุล^ชื่อ"), ("ISO_IR 13", "ﾔﾏﾀﾞ^ﾀﾛｳ"),
        ("ISO_IR 192", "Wang^XiaoDong=王^小東=홍^😀"), ("GB18030", "Wang^XiaoDong=王^小东㐀"), ("GBK", "Wang^XiaoDong=王^小东"),
        ("\\ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126", "Buc^Jérôme^Люк=Διον^é"),
        ("ISO 2022 IR 100\\ISO 2022 IR 87", "Müller^Hans=山田^太郎"),
        ("\\ISO 2022 IR 87\\ISO 2022 IR 159", "Yamada^Tarou=山田^太郎丂=やまだ^たろう"),
        ("ISO 2022 IR 13\\ISO 2022 IR 87", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"),
        ("\\ISO 2022 IR 149", "Hong^Gildong=洪^吉洞=홍^길동"), ("\\ISO 2022 IR 58", "Zhang^XiaoDong=张^小东"),
    ];

    private static ReadOnlySpan<byte> ItemOfUnknownLength => [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF];

    private static ReadOnlySpan<byte> EndOfItemAndSequence => [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];

    /// <summary>Writes them into a folder; gives their paths.</summary>
    public static IReadOnlyList<string> Write(string folder, int seed)
    {
        var files = new List<(string Name, byte[] Bytes)>();
        foreach (var (labels, name) in Names)
            files.Add(($"charset {labels.Replace('\\', '+')}", new DicomFile(Named(labels, name)).ToArray()));
        var random = new RandomDatasets(seed);
        foreach (var syntax in Native)
        {
            for (var count = 0; count < 5; count++)
                files.Add(($"random {syntax.UID} {count}", new DicomFile(random.Next(), syntax).ToArray()));
        }
        files.AddRange(Wild());
        foreach (var (name, bytes) in files)
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return [.. files.Select(file => Path.Combine(folder, file.Name))];
    }

    /// <summary>The transfer syntaxes of data sets that are not encapsulated.</summary>
    public static IReadOnlyList<DicomTransferSyntax> Native =>
    [
        DicomTransferSyntax.ImplicitVRLittleEndian, DicomTransferSyntax.ExplicitVRLittleEndian,
        DicomTransferSyntax.ExplicitVRBigEndian, DicomTransferSyntax.DeflatedExplicitVRLittleEndian,
    ];

    /// <summary>What real files do, each by itself; all of these are read.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Wild()
    {
        byte[] start = new DicomFile(Identified()).ToArray();
        byte[] implicitStart = new DicomFile(Identified(), DicomTransferSyntax.ImplicitVRLittleEndian).ToArray();
        byte[] bigStart = new DicomFile(Identified(), DicomTransferSyntax.ExplicitVRBigEndian).ToArray();
        byte[] modality = [0x08, 0, 0x60, 0, 2, 0, 0, 0, (byte)'C', (byte)'T'];
        byte[] sequence = [.. ItemOfUnknownLength, .. modality, .. EndOfItemAndSequence];

        yield return ("wild odd length", [.. start, .. Element(0x0010, 0x4000, "LT", "odd"u8)]);
        yield return ("wild private without a creator", [.. start, .. Element(0x0011, 0x1001, "LO", "left"u8)]);
        yield return ("wild private of VR UN, creator too", [.. start, .. Element(0x0011, 0x0010, "UN", "HIE "u8), .. Element(0x0011, 0x1001, "UN", "left"u8)]);
        yield return ("wild unknown VR", [.. start, .. Element(0x0011, 0x0010, "LO", "HIE "u8), .. Element(0x0011, 0x1001, "ZZ", "left"u8)]);
        yield return ("wild unknown sequence of undefined length", [.. start, .. Undefined(0x0011, 0x1001, "UN", false), .. sequence]);
        yield return ("wild unknown sequence of undefined length, big endian", [.. bigStart, .. Undefined(0x0011, 0x1001, "UN", true), .. sequence]);
        yield return ("wild known sequence of VR UN", [.. start, .. Element(0x0040, 0xA730, "UN", [0xFE, 0xFF, 0x00, 0xE0, 10, 0, 0, 0, .. modality])]);
        yield return ("wild zeros behind the end", [.. start, .. new byte[500]]);
        yield return ("wild trailing padding", [.. start, .. Element(0xFFFC, 0xFFFC, "OB", new byte[40])]);
        yield return ("wild group lengths", [.. start, .. Element(0x0010, 0x0000, "UL", [10, 0, 0, 0]), .. Element(0x0010, 0x0020, "LO", "42"u8)]);
        yield return ("wild group lengths, implicit", [.. implicitStart, 0x11, 0, 0, 0, 4, 0, 0, 0, 12, 0, 0, 0, 0x11, 0, 1, 0x10, 4, 0, 0, 0, 1, 2, 3, 4]);
        yield return ("wild out of order", [.. start, .. Element(0x0010, 0x0020, "LO", "42"u8), .. Element(0x0008, 0x0060, "CS", "CT"u8)]);
        yield return ("wild fragments", Fragments());
        yield return ("wild not finite", NotFinite());
    }

    /// <summary>An element in explicit VR little endian.</summary>
    public static byte[] Element(ushort group, ushort element, string vr, ReadOnlySpan<byte> value)
    {
        byte[] head = [(byte)group, (byte)(group >> 8), (byte)element, (byte)(element >> 8), (byte)vr[0], (byte)vr[1]];
        return vr is "OB" or "UN" or "SQ" or "ZZ"
            ? [.. head, 0, 0, .. BitConverter.GetBytes(value.Length), .. value]
            : [.. head, (byte)value.Length, (byte)(value.Length >> 8), .. value];
    }

    /// <summary>The head of an element of undefined length.</summary>
    public static byte[] Undefined(ushort group, ushort element, string vr, bool isBigEndian)
    {
        byte[] tag = isBigEndian
            ? [(byte)(group >> 8), (byte)group, (byte)(element >> 8), (byte)element]
            : [(byte)group, (byte)(group >> 8), (byte)element, (byte)(element >> 8)];
        return [.. tag, (byte)vr[0], (byte)vr[1], 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
    }

    /// <summary>The least that an object has; nothing of it stands behind (0008,0018).</summary>
    public static DicomDataset Identified() => new()
    {
        { DicomTag.SOPClassUID, DicomUID.KeyObjectSelectionDocumentStorage },
        { DicomTag.SOPInstanceUID, "2.25.7" },
    };

    private static DicomDataset Named(string labels, string name)
    {
        var dataset = Identified();
        dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, labels.Split('\\'));
        dataset.AddOrUpdate(DicomTag.PatientName, name);
        dataset.AddOrUpdate(DicomTag.StudyDescription, name.Split('^', '=')[0] + "\\" + name.Split('^', '=')[^1]);
        dataset.AddOrUpdate(DicomTag.PatientComments, name.Replace("^", "\r\n\t", StringComparison.Ordinal));
        dataset.AddOrUpdate(DicomTag.ConceptNameCodeSequence, new DicomDataset { { DicomTag.CodeMeaning, name.Split('=')[^1] } });
        return dataset;
    }

    private static byte[] Fragments()
    {
        var image = Identified();
        image.AddOrUpdate(new DicomFragmentSequence(DicomTag.PixelData, DicomVR.OB, ReadOnlyMemory<byte>.Empty, new byte[] { 1, 2, 3 }, new byte[] { 4, 5 }));
        return new DicomFile(image, DicomTransferSyntax.JPEGBaseline8Bit).ToArray();
    }

    private static byte[] NotFinite()
    {
        var dataset = Identified();
        dataset.AddOrUpdate(new DicomTag(0x0018, 0x605A), double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.5);
        return new DicomFile(dataset).ToArray();
    }
}
