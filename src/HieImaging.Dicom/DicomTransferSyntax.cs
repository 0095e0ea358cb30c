using System.Collections.Frozen;

namespace HieImaging.Dicom;

/// <summary>How a data set is encoded (PS3.5 10, A).</summary>
/// <param name="UID">Its UID.</param>
/// <param name="IsExplicitVR">Whether each element names its VR.</param>
/// <param name="IsBigEndian">Whether numbers have their highest byte first (retired).</param>
/// <param name="IsDeflated">Whether the whole data set is deflated (PS3.5 A.5).</param>
/// <param name="IsEncapsulated">Whether pixel data is a sequence of fragments (PS3.5 A.4).</param>
public sealed record DicomTransferSyntax(DicomUID UID, bool IsExplicitVR, bool IsBigEndian, bool IsDeflated, bool IsEncapsulated)
{
    public static readonly DicomTransferSyntax ImplicitVRLittleEndian = new(new("1.2.840.10008.1.2"), false, false, false, false);
    public static readonly DicomTransferSyntax ExplicitVRLittleEndian = new(new("1.2.840.10008.1.2.1"), true, false, false, false);
    public static readonly DicomTransferSyntax DeflatedExplicitVRLittleEndian =
        new(new("1.2.840.10008.1.2.1.99"), true, false, true, false);
    public static readonly DicomTransferSyntax ExplicitVRBigEndian = new(new("1.2.840.10008.1.2.2"), true, true, false, false);
    public static readonly DicomTransferSyntax RLELossless = new(new("1.2.840.10008.1.2.5"), true, false, false, true);
    public static readonly DicomTransferSyntax JPEGBaseline8Bit = new(new("1.2.840.10008.1.2.4.50"), true, false, false, true);
    public static readonly DicomTransferSyntax JPEG2000Lossless = new(new("1.2.840.10008.1.2.4.90"), true, false, false, true);

    private static readonly FrozenDictionary<string, DicomTransferSyntax> Known = All().ToFrozenDictionary(syntax => syntax.UID.UID);

    /// <summary>The name in PS3.6 Annex A.</summary>
    public string Name => UID.Name;

    /// <summary>The syntax of a UID that PS3.6 registers; another one is not guessed at.</summary>
    public static bool TryFind(string? uid, out DicomTransferSyntax syntax)
    {
        syntax = ExplicitVRLittleEndian;
        if (uid is null || !Known.TryGetValue(uid, out var found))
            return false;
        syntax = found;
        return true;
    }

    public override string ToString() => Name;

    private static IEnumerable<DicomTransferSyntax> All()
    {
        string[] nativeUids = ["1.2.840.10008.1.2.4.94", "1.2.840.10008.1.2.4.204"];
        string[] deflated = ["1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205"];
        string[] notDataSets = ["1.2.840.10008.1.2.6.1", "1.2.840.10008.1.2.6.2", "1.2.840.10008.1.20"];
        DicomTransferSyntax[] uncompressed =
        [
            ImplicitVRLittleEndian, ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian
        ];
        return uncompressed.Concat(DicomUID.OfKind("Transfer Syntax")
            .Where(uid => !notDataSets.Contains(uid) && !uncompressed.Any(syntax => syntax.UID.UID == uid))
            .Select(uid => new DicomTransferSyntax(
                new(uid), true, false, deflated.Contains(uid),
                !nativeUids.Contains(uid) && !deflated.Contains(uid))));
    }
}
