using System.Globalization;
using HieImaging.Dicom;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>
/// Where another reader has a mind of its own, and why this one keeps to its reading. What is not named here fails the test.
/// </summary>
internal static class Differences
{
    public static readonly IReadOnlyList<Explanation> OfDcmdump =
    [
        new("implicit VR of an element that dcmdump's dictionary does not know: it shows ??",
            (file, ours, theirs) => !file.File.TransferSyntax.IsExplicitVR && theirs?.VR == "??" && ours is not null),
        new("an unknown VR: dcmdump shows ??, we say UN",
            (_, ours, theirs) => ours?.VR == "UN" && theirs?.VR == "??" && ours.Value == theirs.Value),
        new("UN that the dictionary knows as a sequence: dcmdump keeps the bytes, we read the items",
            (file, _, _) => file.Path.EndsWith("wild known sequence of VR UN", StringComparison.Ordinal)),
        new("zeros behind the last element: dcmdump refuses the file",
            (file, _, theirs) => file.Path.EndsWith("wild zeros behind the end", StringComparison.Ordinal) && theirs is null),
        new("a value of odd length: dcmdump shows it with its padding",
            (_, ours, theirs) => ours is { Length: { } odd } && odd % 2 == 1 && theirs?.Length == odd + 1),
        new("offsets of a DICOMDIR: dcmdump shows its own VR up for UL",
            (_, ours, theirs) => ours?.VR == "UL" && theirs?.VR == "up" && ours.Value == theirs.Value),
        new("fragments in explicit VR OW: dcmdump shows OB",
            (_, ours, theirs) => ours is { VR: "OW", Length: null } && theirs?.VR == "OB" && ours.Value == theirs.Value),
        new("retired curves (50xx,3000) in implicit VR: dcmdump shows OB, we say OW as PS3.5 A.1 does",
            (_, ours, theirs) => ours?.VR == "OW" && theirs?.VR == "OB" && ours.Tag.StartsWith("50", StringComparison.Ordinal)),
        new("minus zero: dcmdump prints 0",
            (_, ours, theirs) => ours?.VR is "FL" or "FD" && theirs?.VR == ours.VR && ours.Value.Replace('8', '0') == theirs.Value),
        new("a double: the decimal that dcmdump prints is off in the last places, or nan for any NaN; pydicom reads our bytes",
            (_, ours, theirs) => ours?.VR is "FL" or "FD" && theirs?.VR == ours.VR && AreClose(ours, theirs)),
        new("an OD or OF: the same, for some of its numbers; pydicom reads our bytes",
            (_, ours, theirs) => ours?.VR is "OD" or "OF" && theirs?.VR == ours.VR && ours.Length == theirs.Length),
    ];

    /// <summary>A copy has no group lengths (retired, PS3.5 7.2) and says who wrote it; the rest is to be the same.</summary>
    public static bool MustBeKept(OracleRow row) =>
        !row.Tag.EndsWith("0000", StringComparison.Ordinal) && row.Path is not ("00020001" or "00020012" or "00020013" or "00020016");

    public static readonly IReadOnlyList<Explanation> OfWriting =
    [
        new("meta information: the UID has VR UT, the copy says UI as PS3.10 7.1 does",
            (_, ours, theirs) => ours is { Path: "00020003", VR: "UI" } && theirs?.VR == "UT" && ours.Value == theirs.Value),
        new("meta information: names another SOP class or instance than the data set, which the copy follows",
            (file, ours, theirs) => ours?.Path is "00020002" or "00020003"
                && ours.Value == file.File.Dataset.GetString(DicomTag.Parse(ours.Path == "00020002" ? "00080016" : "00080018"))),
        new("an unknown VR: the copy says UN", (_, ours, theirs) => ours?.VR == "UN" && theirs?.VR == "??" && ours.Value == theirs.Value),
        new("UN that the dictionary knows as a sequence: the copy says SQ",
            (file, _, _) => file.Path.EndsWith("wild known sequence of VR UN", StringComparison.Ordinal)),
        new("zeros behind the last element, for which dcmdump refuses the file: the copy has none",
            (file, _, theirs) => file.Path.EndsWith("wild zeros behind the end", StringComparison.Ordinal) && theirs is null),
        new("meta information: an empty UID is left out",
            (_, ours, theirs) => ours is null && theirs is { Path: "00020002" or "00020003", Value: "" }),
    ];

    public static readonly IReadOnlyList<Explanation> OfPydicom =
    [
        new("implicit VR of an attribute that is younger than pydicom's dictionary: it says UN",
            (file, ours, theirs) => !file.File.TransferSyntax.IsExplicitVR && theirs is { VR: "UN", IsPrivate: false } && ours is not null),
        new("a private element in implicit VR: pydicom takes the VR of its private dictionary, we say UN and keep the bytes",
            (file, ours, theirs) => !file.File.TransferSyntax.IsExplicitVR && ours is { VR: "UN", IsPrivate: true } && theirs is not null),
        new("the inside of such an element, where pydicom's private dictionary says SQ",
            (file, ours, theirs) => !file.File.TransferSyntax.IsExplicitVR && ours is null && LiesInBytes(file.File.Dataset, theirs!.Path)),
        new("the length of a private group in implicit VR: pydicom says UN, we say UL as for every group length",
            (_, ours, theirs) => ours is { VR: "UL", IsPrivate: true } && ours.Tag.EndsWith("0000", StringComparison.Ordinal) && theirs?.VR == "UN"),
        new("retired curves (50xx,3000) in implicit VR: pydicom says OB or OW, we choose OW as PS3.5 A.1 does",
            (_, ours, theirs) => ours?.VR == "OW" && theirs?.VR == "OB or OW" && ours.Value == theirs.Value),
        new("ISO 2022 IR 58 in a name: pydicom leaves the escape sequences in the text",
            (_, ours, theirs) => ours is not null && theirs is not null
                && theirs.Value.Replace("\u001b$)A", "", StringComparison.Ordinal) == ours.Value.TrimEnd('=')),
        new("ISO_IR 203: pydicom does not know it and reads ISO 8859-1",
            (file, ours, theirs) => file.File.Dataset.GetString(DicomTag.SpecificCharacterSet) == "ISO_IR 203" && ours?.Value.Length == theirs?.Value.Length),
        new("a signalling NaN: Python makes it a quiet one",
            (_, ours, theirs) => ours?.VR == "FL" && theirs?.VR == "FL" && AreClose(ours, theirs)),
        new("an unknown VR: pydicom takes the 32-bit length for a 16-bit one and loses its way",
            (file, _, _) => file.Path.EndsWith("wild unknown VR", StringComparison.Ordinal)),
        new("UN of undefined length in big endian: pydicom refuses the file",
            (file, _, theirs) => file.Path.EndsWith("wild unknown sequence of undefined length, big endian", StringComparison.Ordinal) && theirs is null),
        new("UN that the dictionary knows as a sequence: pydicom is told to keep the bytes",
            (file, _, _) => file.Path.EndsWith("wild known sequence of VR UN", StringComparison.Ordinal)),
        new("zeros behind the last element: pydicom shows an empty (0000,0000)",
            (file, ours, theirs) => ours is null && theirs is { Path: "00000000", Value: "" }),
    ];

    public static readonly IReadOnlyList<Explanation> OfDcm2Json =
    [
        new("implicit VR of an attribute that is younger than dcm2json's dictionary: it says UN",
            (file, ours, theirs) => !file.File.TransferSyntax.IsExplicitVR && theirs is { VR: "UN", IsPrivate: false } && ours is not null),
        new("a value padded with NUL: dcm2json keeps the NUL",
            (_, ours, theirs) => ours is not null && theirs?.Value == ours.Value + "\0"),
        new("empty components at the end of a name, and spaces around a component: dcm2json drops them",
            (_, ours, theirs) => ours?.VR == "PN" && theirs is not null && Tight(ours.Value) == Tight(theirs.Value)),
        new("ISO_IR 13: a backslash divides values (PS3.18 F.2.4); dcm2json makes it a yen sign",
            (file, ours, theirs) => file.File.Dataset.GetString(DicomTag.SpecificCharacterSet) == "ISO_IR 13"
                && ours?.Value == theirs?.Value.Replace('¥', '\\')),
        new("UN that the dictionary knows as a sequence: dcm2json keeps the bytes, we read the items",
            (file, _, _) => file.Path.EndsWith("wild known sequence of VR UN", StringComparison.Ordinal)),
        new("retired curves (50xx,3000) in implicit VR: dcm2json says OB, we say OW as PS3.5 A.1 does",
            (_, ours, theirs) => ours?.VR == "OW" && theirs?.VR == "OB" && ours.Tag.StartsWith("50", StringComparison.Ordinal)),
        new("a value of odd length: dcm2json gives it with its padding",
            (_, ours, theirs) => ours?.VR == "UN" && theirs?.VR == "UN" && Length(theirs) == Length(ours) + 1),
        new("a double: the decimal that dcm2json writes is off in the last places",
            (_, ours, theirs) => ours?.VR == "FD" && theirs?.VR == "FD" && Reals(ours).Zip(Reals(theirs)).All(pair =>
                Math.Abs(pair.First - pair.Second) <= Math.Abs(pair.First) * 1e-14)),
        new("minus zero: dcm2json writes 0",
            (_, ours, theirs) => ours is { VR: "FL" or "FD", Value: "-0" } && theirs?.Value == "0"),
    ];

    // Whether what is around an attribute was kept as bytes.
    private static bool LiesInBytes(DicomDataset dataset, string path)
    {
        var within = dataset;
        foreach (var step in path.Split('/')[..^1])
        {
            var tag = DicomTag.Parse(step[..8]);
            if (within.Find(tag) is DicomElement)
                return true;
            within = within.GetSequence(tag)[int.Parse(step[9..^1], CultureInfo.InvariantCulture)];
        }
        return false;
    }

    private static string Tight(string names) =>
        string.Join('\\', names.Split('\\').Select(name =>
            string.Join('=', name.Split('=').Select(group => string.Join('^', group.Split('^').Select(part => part.Trim(' '))).TrimEnd('^')))));

    private static int Length(OracleRow row) => int.Parse(row.Value.Split(' ')[0], CultureInfo.InvariantCulture);

    private static IEnumerable<double> Reals(OracleRow row) =>
        row.Value.Split('\\').Select(text => double.Parse(text, CultureInfo.InvariantCulture));

    private static bool AreClose(OracleRow ours, OracleRow theirs) =>
        ours.Value.Length == theirs.Value.Length && Numbers(ours).Zip(Numbers(theirs)).All(pair =>
            pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= Math.Abs(pair.First) * 1e-14);

    private static IEnumerable<double> Numbers(OracleRow row) => Convert.FromHexString(row.Value).Chunk(row.VR == "FL" ? 4 : 8)
        .Select(bytes => row.VR == "FL" ? BitConverter.ToSingle(bytes) : BitConverter.ToDouble(bytes));
}
