using System.Buffers.Binary;

namespace HieImaging.Dicom.Files;

/// <summary>Tag, VR and length in front of a value (PS3.5 7.1.2, 7.1.3).</summary>
internal readonly record struct ElementHeader(
    DicomTag Tag, DicomVR VR, uint Length, int Size, bool IsExplicitVR, bool IsUnknownVR = false)
{
    /// <summary>Reads a header of the first 8 or 12 bytes.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, ElementEncoding encoding, out ElementHeader header, out DicomFormatReason reason)
    {
        var (isExplicitVR, isBigEndian) = encoding;
        header = default;
        reason = DicomFormatReason.Truncated;
        if (bytes.Length < 8)
            return false;
        var tag = TagAt(bytes, isBigEndian);
        if (!isExplicitVR || tag.Group == 0xFFFE)
        {
            header = new ElementHeader(tag, DicomDictionary.VROf(tag), LengthAt(bytes[4..], isBigEndian), 8, false);
            return true;
        }
        var vr = DicomVR.Find(bytes[4], bytes[5]);
        var isUnknownVR = vr is null;
        if (vr is null)
        {
            // A VR of tomorrow has the long form (PS3.5 6.2.2); its value is kept unread.
            reason = DicomFormatReason.BadVR;
            if (bytes[4] is < (byte)'A' or > (byte)'Z' || bytes[5] is < (byte)'A' or > (byte)'Z' || bytes[6] != 0 || bytes[7] != 0)
                return false;
            vr = DicomVR.UN;
        }
        if (!vr.HasLongLength)
        {
            var length = isBigEndian
                ? BinaryPrimitives.ReadUInt16BigEndian(bytes[6..])
                : BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
            header = new ElementHeader(tag, vr, length, 8, true);
            return true;
        }
        reason = DicomFormatReason.Truncated;
        if (bytes.Length < 12)
            return false;
        header = new ElementHeader(tag, vr, LengthAt(bytes[8..], isBigEndian), 12, true, isUnknownVR);
        return true;
    }

    public static DicomTag TagAt(ReadOnlySpan<byte> bytes, bool isBigEndian) => isBigEndian
        ? new DicomTag(BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]))
        : new DicomTag(BinaryPrimitives.ReadUInt16LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]));

    public static uint LengthAt(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
