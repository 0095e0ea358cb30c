using System.Buffers.Binary;

namespace HieImaging.Dicom.Files;

/// <summary>
/// Preamble, prefix and file meta information, group 2 (PS3.10 7.1). At most 4 KiB and only the VRs that the standard uses there.
/// </summary>
internal static class MetaGroup
{
    public const int PreambleLength = 128;
    public const int Start = PreambleLength + 4;
    public const int MaxLength = 4096;

    private static readonly ElementEncoding Encoding = new(IsExplicitVR: true, IsBigEndian: false);

    /// <summary>No more bytes than these are needed to read it.</summary>
    public const int MaxEnd = Start + MaxLength + 12;

    // UT stands in no standard here, but archives of the field write (0002,0003) with it.
    private static readonly DicomVR[] Used = [DicomVR.OB, DicomVR.UI, DicomVR.SH, DicomVR.AE, DicomVR.UL, DicomVR.UR, DicomVR.UT];

    /// <summary>How far reading came: to the end of the group, or to where more bytes are needed.</summary>
    public readonly record struct Progress(DicomDataset Meta, int End, bool IsWhole);

    /// <summary>Reads as much as the bytes hold.</summary>
    /// <exception cref="DicomFormatException">What is there is not file meta information.</exception>
    public static Progress Read(ReadOnlySpan<byte> bytes)
    {
        var prefix = bytes[Math.Min(PreambleLength, bytes.Length)..];
        if (!"DICM"u8.StartsWith(prefix[..Math.Min(4, prefix.Length)]))
            throw new DicomFormatException(DicomFormatReason.NotDicom, null, PreambleLength, "No DICM prefix.");
        return bytes.Length < Start ? new Progress([], bytes.Length, false) : ReadFrom(Start, bytes);
    }

    /// <summary>Reads the group from where its first element begins.</summary>
    /// <exception cref="DicomFormatException">What is there is not file meta information.</exception>
    public static Progress ReadFrom(int start, ReadOnlySpan<byte> bytes)
    {
        var meta = new DicomDataset();
        var at = start;
        while (bytes.Length - at >= 8)
        {
            var rest = bytes[at..];
            if (BinaryPrimitives.ReadUInt16LittleEndian(rest) != 2)
                return at == start
                    ? throw Bad(DicomFormatReason.NotDicom, null, at, "No file meta information.")
                    : new Progress(Settled(meta, start, at), at, true);
            if (!ElementHeader.TryRead(rest, Encoding, out var header, out var reason))
            {
                if (reason == DicomFormatReason.Truncated)
                    break;
                throw Bad(reason, ElementHeader.TagAt(rest, false), at, "The header of an element cannot be read.");
            }
            if (!Used.Contains(header.VR))
                throw Bad(DicomFormatReason.BadVR, header.Tag, at, "File meta information has no such VR.");
            if (header.Length > start + MaxLength - at - header.Size)
                throw Bad(DicomFormatReason.BadMeta, header.Tag, at, "File meta information is longer than allowed.");
            if (header.Size + (int)header.Length > rest.Length)
                break;
            meta.Append(new DicomElement(header.Tag, header.VR, bytes.Slice(at + header.Size, (int)header.Length).ToArray())
            {
                Offset = at + header.Size
            });
            at += header.Size + (int)header.Length;
        }
        return new Progress(meta, at, false);
    }

    /// <summary>The group that is written in front of a data set: what was read keeps its titles, the rest says what follows.</summary>
    public static DicomDataset For(DicomDataset read, DicomDataset dataset, DicomTransferSyntax syntax)
    {
        var meta = new DicomDataset(read.Where(item => item.Tag.Group == 2 && item.Tag.Element >= 0x16));
        meta.AddOrUpdate(DicomTag.FileMetaInformationVersion, new byte[] { 0, 1 });
        if ((dataset.GetString(DicomTag.SOPClassUID) ?? read.GetString(DicomTag.MediaStorageSOPClassUID)) is { } sopClass)
            meta.AddOrUpdate(DicomTag.MediaStorageSOPClassUID, sopClass);
        if ((dataset.GetString(DicomTag.SOPInstanceUID) ?? read.GetString(DicomTag.MediaStorageSOPInstanceUID)) is { } sopInstance)
            meta.AddOrUpdate(DicomTag.MediaStorageSOPInstanceUID, sopInstance);
        meta.AddOrUpdate(DicomTag.TransferSyntaxUID, syntax.UID);
        meta.AddOrUpdate(DicomTag.ImplementationClassUID, Implementation.ClassUID);
        meta.AddOrUpdate(DicomTag.ImplementationVersionName, Implementation.VersionName);
        return meta;
    }

    private static DicomDataset Settled(DicomDataset meta, int start, int end)
    {
        if (meta.Settle(out _) is { } twice)
            throw Bad(DicomFormatReason.DuplicateElement, twice, end, "An element that was there already.");
        if (meta.GetInt64(DicomTag.FileMetaInformationGroupLength) is { } length && start + 12 + length != end)
            throw Bad(DicomFormatReason.BadMeta, DicomTag.FileMetaInformationGroupLength, start, "The group length is wrong.");
        return meta;
    }

    private static DicomFormatException Bad(DicomFormatReason reason, DicomTag? tag, int at, string text) => new(reason, tag, at, text);
}
