using System.Buffers.Binary;
using System.Globalization;

namespace HieImaging.Dicom;

/// <summary>Getting values. What is absent, empty or not of that kind is null or an empty list: real data sets lack everything.</summary>
public sealed partial class DicomDataset
{
    /// <summary>The first text value, trimmed as its VR allows; null when absent or empty. Numbers and tags come as text too.</summary>
    public string? GetString(DicomTag tag)
    {
        if (Find(tag) is not DicomElement element)
            return null;
        if (!element.VR.IsText)
            return GetStrings(tag) is [{ Length: > 0 } number, ..] ? number : null;
        var text = TextOf(element);
        var end = element.VR.IsMultiValued ? text.IndexOf('\\', StringComparison.Ordinal) : -1;
        return Trim(element.VR, end < 0 ? text : text[..end]) is { Length: > 0 } first ? first : null;
    }

    /// <summary>All text values; an empty list when the attribute is absent or empty. A value between others may be empty.</summary>
    public IReadOnlyList<string> GetStrings(DicomTag tag)
    {
        if (Find(tag) is not DicomElement element)
            return [];
        // A value that went through a system that did not know its VR is read as the dictionary says (PS3.5 6.2.2 note 3).
        var vr = element.VR == DicomVR.UN ? DicomDictionary.VROf(tag) : element.VR;
        if (!vr.IsText && vr != DicomVR.UN)
            return Numbers(vr, element.Bytes);
        var text = TextOf(element);
        if (text.Length == 0)
            return [];
        return vr.IsMultiValued && text.Contains('\\', StringComparison.Ordinal)
            ? text.Split('\\').Select(value => Trim(vr, value)).ToArray()
            : [Trim(vr, text)];
    }

    /// <summary>True with the first text value when there is one that is not empty.</summary>
    public bool TryGetString(DicomTag tag, out string value)
    {
        value = GetString(tag) ?? "";
        return value.Length > 0;
    }

    /// <summary>The whole value as decoded, backslashes and all, only the padding removed; null when absent.</summary>
    public string? GetText(DicomTag tag) => Find(tag) is DicomElement element ? TextOf(element) : null;

    /// <summary>The first number as a whole one; null when absent, empty, broken or out of range.</summary>
    public int? GetInt32(DicomTag tag) =>
        GetInt64(tag) is { } value and >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>The first number as a whole one; null when absent, empty, broken or out of range.</summary>
    public long? GetInt64(DicomTag tag) =>
        long.TryParse(GetString(tag), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The first number; null when absent, empty or broken.</summary>
    public double? GetDouble(DicomTag tag) =>
        double.TryParse(GetString(tag), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>All numbers; values that are not numbers are NaN so that places are kept.</summary>
    public IReadOnlyList<double> GetDoubles(DicomTag tag) =>
        GetStrings(tag)
            .Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN)
            .ToArray();

    /// <summary>A DA, also in the old form yyyy.MM.dd (PS3.5 6.2); of a DT its date.</summary>
    public DateOnly? GetDate(DicomTag tag) => DicomDateTime.TryParseDate(GetString(tag), out var date) ? date : null;

    /// <summary>A TM of hours, minutes, seconds or a fraction, also in the old form with colons (PS3.5 6.2).</summary>
    public TimeOnly? GetTime(DicomTag tag) => DicomDateTime.TryParseTime(GetString(tag), out var time) ? time : null;

    /// <summary>A DT with as much of it as was given (PS3.5 6.2).</summary>
    public DicomDateTime? GetDateTime(DicomTag tag) => DicomDateTime.TryParse(GetString(tag), out var moment) ? moment : null;

    /// <summary>A DA and a TM together, with the data set's offset from UTC (0008,0201) when it has one; null without a date.</summary>
    public DicomDateTime? GetDateTime(DicomTag date, DicomTag time) =>
        GetDate(date) is { } day ? DicomDateTime.Of(day, GetTime(time), GetString(DicomTag.TimezoneOffsetFromUTC)) : null;

    /// <summary>All names of a PN.</summary>
    public IReadOnlyList<PersonName> GetPersonNames(DicomTag tag) => GetStrings(tag).Select(PersonName.Parse).ToArray();

    /// <summary>The first name of a PN; null when absent or empty.</summary>
    public PersonName? GetPersonName(DicomTag tag) => GetString(tag) is { } text ? PersonName.Parse(text) : null;

    /// <summary>The items of a sequence; an empty list when it is absent.</summary>
    public IReadOnlyList<DicomDataset> GetSequence(DicomTag tag) => Find(tag) is DicomSequence sequence ? sequence.Items : [];

    /// <summary>The first item of a sequence, or null.</summary>
    public DicomDataset? GetFirstItem(DicomTag tag) => GetSequence(tag) is [var first, ..] ? first : null;

    /// <summary>True when there is a sequence of that tag, be it empty.</summary>
    public bool TryGetSequence(DicomTag tag, out DicomSequence sequence)
    {
        sequence = Find(tag) as DicomSequence ?? new DicomSequence(tag);
        return Contains(tag) && Find(tag) is DicomSequence;
    }

    /// <summary>The bytes of a value, little endian, text in the character set of the data set; empty when absent.</summary>
    public ReadOnlyMemory<byte> GetBytes(DicomTag tag) => Find(tag) is DicomElement element ? BytesOf(element) : ReadOnlyMemory<byte>.Empty;

    /// <summary>The tags that an AT names.</summary>
    public IReadOnlyList<DicomTag> GetTags(DicomTag tag) => GetStrings(tag).Select(DicomTag.Parse).ToArray();

    /// <summary>The block that a private creator has reserved in a group; null when it has none.</summary>
    public byte? PrivateBlock(ushort group, string creator)
    {
        for (var block = 0x10; block <= 0xFF; block++)
        {
            if (GetString(new DicomTag(group, (ushort)block)) == creator)
                return (byte)block;
        }
        return null;
    }

    /// <summary>The private attribute of a creator by its element number within the block; null when absent.</summary>
    public DicomItem? FindPrivate(ushort group, string creator, byte element) =>
        PrivateBlock(group, creator) is { } block ? Find(new DicomTag(group, (ushort)((block << 8) | element))) : null;

    /// <summary>The creator of a private element; null when it has none.</summary>
    public string? PrivateCreator(DicomTag tag) => tag.IsPrivate && tag.Element >= 0x1000 ? GetString(tag.PrivateCreatorTag) : null;

    /// <summary>The value in the bytes of the wire, before padding.</summary>
    internal ReadOnlyMemory<byte> BytesOf(DicomElement element)
    {
        if (element.Text is null)
            return element.Bytes;
        return element.VR.UsesCharacterSet
            ? CharacterSet.Encode(element.Text, element.VR == DicomVR.PN, element.VR.IsMultiValued)
            : System.Text.Encoding.ASCII.GetBytes(element.Text);
    }

    // NUL is padding at the end and nothing anywhere else; no database takes it.
    private string TextOf(DicomElement element)
    {
        var text = element.Text?.TrimEnd('\0') ?? (element.VR.UsesCharacterSet || element.VR == DicomVR.UN
            ? CharacterSet.Decode(element.Bytes.Span.TrimEnd((byte)0), element.VR == DicomVR.PN, element.VR.IsMultiValued)
                .TrimEnd('\0', ' ')
            : Ascii(element.Bytes.Span));
        return text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
    }

    // LT, ST, UT and UC keep leading spaces (PS3.5 6.2); trailing ones are padding everywhere.
    private static string Trim(DicomVR vr, string value) =>
        vr.IsMultiValued && vr != DicomVR.UC ? value.Trim(' ', '\0') : value.TrimEnd(' ', '\0');

    private static string[] Numbers(DicomVR vr, ReadOnlyMemory<byte> bytes)
    {
        var size = vr == DicomVR.AT ? 4 : vr.Unit;
        var values = new string[bytes.Length / size];
        for (var index = 0; index < values.Length; index++)
            values[index] = Number(vr, bytes.Span[(index * size)..]);
        return values;
    }

    private static string Number(DicomVR vr, ReadOnlySpan<byte> at)
    {
        var culture = CultureInfo.InvariantCulture;
        return vr.Code switch
        {
            "US" or "OW" => BinaryPrimitives.ReadUInt16LittleEndian(at).ToString(culture),
            "SS" => BinaryPrimitives.ReadInt16LittleEndian(at).ToString(culture),
            "UL" or "OL" => BinaryPrimitives.ReadUInt32LittleEndian(at).ToString(culture),
            "SL" => BinaryPrimitives.ReadInt32LittleEndian(at).ToString(culture),
            "UV" or "OV" => BinaryPrimitives.ReadUInt64LittleEndian(at).ToString(culture),
            "SV" => BinaryPrimitives.ReadInt64LittleEndian(at).ToString(culture),
            "FL" or "OF" => BinaryPrimitives.ReadSingleLittleEndian(at).ToString("R", culture),
            "FD" or "OD" => BinaryPrimitives.ReadDoubleLittleEndian(at).ToString("R", culture),
            "AT" => new DicomTag(BinaryPrimitives.ReadUInt16LittleEndian(at), BinaryPrimitives.ReadUInt16LittleEndian(at[2..])).Hex,
            _ => at[0].ToString(culture),
        };
    }
}
