namespace HieImaging.Dicom.Files;

/// <summary>Files that begin where no Part 10 file begins: with the prefix, with group 2, or with the data set itself.</summary>
/// <param name="Start">Where the file meta information begins.</param>
/// <param name="Syntax">Null where there is meta information; else what the first element shows.</param>
internal sealed record BareStart(int Start, DicomTransferSyntax? Syntax)
{
    private const uint LongestFirst = 1 << 16;

    /// <summary>What these first bytes begin; null for a Part 10 file and for anything else.</summary>
    public static BareStart? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 || (bytes.Length >= MetaGroup.Start && bytes[MetaGroup.PreambleLength..].StartsWith("DICM"u8)))
            return null;
        if (bytes.StartsWith("DICM"u8))
            return new BareStart(4, null);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[2, 0]) && DicomVR.Find(bytes[4], bytes[5]) is not null)
            return new BareStart(0, null);
        // An object begins with group 8 (or a group length of it); big endian turns the number round.
        var isBigEndian = bytes[0] == 0 && bytes[1] == 8;
        if (!isBigEndian && (bytes[0] != 8 || bytes[1] != 0))
            return null;
        var isExplicitVR = DicomVR.Find(bytes[4], bytes[5]) is not null;
        if (isExplicitVR)
            return new BareStart(0, isBigEndian ? DicomTransferSyntax.ExplicitVRBigEndian : DicomTransferSyntax.ExplicitVRLittleEndian);
        return !isBigEndian && ElementHeader.LengthAt(bytes[4..], isBigEndian: false) < LongestFirst
            ? new BareStart(0, DicomTransferSyntax.ImplicitVRLittleEndian)
            : null;
    }
}
