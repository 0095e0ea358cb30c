using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HieImaging.Dicom;

/// <summary>Setting values: text, numbers, dates, bytes and sequences, by the VR of the dictionary.</summary>
public sealed partial class DicomDataset
{
    /// <summary>For collection initializers: <c>new DicomDataset { { DicomTag.Modality, "KO" } }</c>.</summary>
    public void Add(DicomTag tag, params string[] values) => AddOrUpdate(tag, values);

    /// <summary>For collection initializers: a number of VR US, SS, UL, SL, IS, DS …</summary>
    public void Add(DicomTag tag, params int[] values) => AddOrUpdate(tag, values);

    /// <summary>For collection initializers: a sequence of these items.</summary>
    public void Add(DicomTag tag, params DicomDataset[] items) => AddOrUpdate(tag, items);

    public void Add(DicomTag tag, DicomUID uid) => AddOrUpdate(tag, uid.UID);

    public void Add(DicomItem item) => AddOrUpdate(item);

    /// <summary>An attribute without a value (type 2).</summary>
    public DicomDataset AddOrUpdate(DicomTag tag) => AddOrUpdate(tag, Array.Empty<string>());

    /// <summary>Text values; a numeric VR takes them too when they are numbers. No values at all: an empty attribute (type 2).</summary>
    /// <exception cref="FormatException">The VR is numeric and a value is not.</exception>
    public DicomDataset AddOrUpdate(DicomTag tag, params string[] values)
    {
        var vr = VRFor(tag);
        if (vr.IsText || vr == DicomVR.UN)
            return AddOrUpdate(new DicomElement(tag, vr == DicomVR.UN ? DicomVR.LO : vr, values));
        if (values.Length == 0)
            return AddOrUpdate(vr == DicomVR.SQ ? new DicomSequence(tag) : new DicomElement(tag, vr, ReadOnlyMemory<byte>.Empty));
        if (vr == DicomVR.AT)
            return AddOrUpdate(tag, values.Select(DicomTag.Parse).ToArray());
        return AddOrUpdate(tag, values.Select(value => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray());
    }

    public DicomDataset AddOrUpdate(DicomTag tag, DicomUID uid) => AddOrUpdate(tag, uid.UID);

    public DicomDataset AddOrUpdate(DicomTag tag, params int[] values) =>
        VRFor(tag).IsText
            ? AddOrUpdate(new DicomElement(tag, VRFor(tag), values.Select(value => value.ToString(CultureInfo.InvariantCulture)).ToArray()))
            : AddOrUpdate(tag, values.Select(value => (double)value).ToArray());

    /// <summary>Numbers, as the VR wants them; a DS is written with at most 16 characters (PS3.5 6.2).</summary>
    /// <exception cref="OverflowException">A number that the VR cannot hold.</exception>
    public DicomDataset AddOrUpdate(DicomTag tag, params double[] values)
    {
        var vr = VRFor(tag);
        if (vr.IsText)
            return AddOrUpdate(new DicomElement(tag, vr, values.Select(DecimalString).ToArray()));
        var bytes = new byte[values.Length * Math.Max(1, vr.Unit)];
        for (var index = 0; index < values.Length; index++)
            Put(vr, values[index], bytes.AsSpan(index * vr.Unit));
        return AddOrUpdate(new DicomElement(tag, vr, bytes));
    }

    public DicomDataset AddOrUpdate(DicomTag tag, params DicomTag[] values)
    {
        var bytes = new byte[values.Length * 4];
        for (var index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(index * 4), values[index].Group);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((index * 4) + 2), values[index].Element);
        }
        return AddOrUpdate(new DicomElement(tag, DicomVR.AT, bytes));
    }

    /// <summary>A sequence of these items; none: an empty sequence.</summary>
    public DicomDataset AddOrUpdate(DicomTag tag, params DicomDataset[] items) => AddOrUpdate(new DicomSequence(tag, items));

    public DicomDataset AddOrUpdate(DicomTag tag, IEnumerable<DicomDataset> items) => AddOrUpdate(new DicomSequence(tag, items));

    public DicomDataset AddOrUpdate(DicomTag tag, DateOnly date) =>
        AddOrUpdate(tag, date.ToString("yyyyMMdd", CultureInfo.InvariantCulture));

    public DicomDataset AddOrUpdate(DicomTag tag, TimeOnly time) =>
        AddOrUpdate(tag,
            time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HHmmss" : "HHmmss.ffffff", CultureInfo.InvariantCulture));

    /// <summary>Bytes as the wire has them, little endian; for pixel data, bulk data and what is kept unread.</summary>
    public DicomDataset AddOrUpdate(DicomTag tag, ReadOnlyMemory<byte> value) => AddOrUpdate(new DicomElement(tag, VRFor(tag), value));

    /// <summary>Words of 16 bits, such as native pixel data of OW.</summary>
    public DicomDataset AddOrUpdate(DicomTag tag, ReadOnlySpan<ushort> words)
    {
        var bytes = MemoryMarshal.AsBytes(words).ToArray();
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Only little-endian machines.");
        return AddOrUpdate(new DicomElement(tag, DicomVR.OW, bytes));
    }

    /// <summary>A private element in the block of its creator, which is reserved when it is new (PS3.5 7.8.1).</summary>
    public DicomDataset AddOrUpdatePrivate(ushort group, string creator, byte element, DicomVR vr, ReadOnlyMemory<byte> value)
    {
        var block = PrivateBlock(group, creator) ?? ReserveBlock(group, creator);
        return AddOrUpdate(new DicomElement(new DicomTag(group, (ushort)((block << 8) | element)), vr, value));
    }

    private byte ReserveBlock(ushort group, string creator)
    {
        for (var block = 0x10; block <= 0xFF; block++)
        {
            var tag = new DicomTag(group, (ushort)block);
            if (Contains(tag))
                continue;
            AddOrUpdate(new DicomElement(tag, DicomVR.LO, creator));
            return (byte)block;
        }
        throw new InvalidOperationException("All private blocks of the group are taken.");
    }

    private DicomVR VRFor(DicomTag tag) => Find(tag)?.VR ?? DicomDictionary.VROf(tag);

    private static string DecimalString(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        for (var digits = 15; text.Length > 16 && digits > 0; digits--)
            text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text;
    }

    private static void Put(DicomVR vr, double value, Span<byte> at)
    {
        checked
        {
            switch (vr.Code)
            {
                case "US" or "OW": BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)value); break;
                case "SS": BinaryPrimitives.WriteInt16LittleEndian(at, (short)value); break;
                case "UL" or "OL": BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)value); break;
                case "SL": BinaryPrimitives.WriteInt32LittleEndian(at, (int)value); break;
                case "UV" or "OV": BinaryPrimitives.WriteUInt64LittleEndian(at, (ulong)value); break;
                case "SV": BinaryPrimitives.WriteInt64LittleEndian(at, (long)value); break;
                case "FL" or "OF": BinaryPrimitives.WriteSingleLittleEndian(at, (float)value); break;
                case "FD" or "OD": BinaryPrimitives.WriteDoubleLittleEndian(at, value); break;
                case "OB": at[0] = (byte)value; break;
                default: throw new FormatException("A number cannot be a value of VR " + vr.Code + ".");
            }
        }
    }
}
