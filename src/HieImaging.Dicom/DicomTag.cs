using System.Globalization;

namespace HieImaging.Dicom;

/// <summary>A data element tag: group and element number (PS3.5 7.1). Well-known tags are static members named by their keyword.</summary>
public readonly partial record struct DicomTag(ushort Group, ushort Element) : IComparable<DicomTag>
{
    /// <summary>The tag of a 32-bit number, group in the upper half.</summary>
    public DicomTag(uint value) : this((ushort)(value >> 16), (ushort)value)
    {
    }

    /// <summary>Group and element as one number, in the order of a data set.</summary>
    public uint Value => ((uint)Group << 16) | Element;

    /// <summary>True for odd groups (PS3.5 7.8).</summary>
    public bool IsPrivate => (Group & 1) == 1;

    /// <summary>True for (gggg,0010-00FF) of an odd group: it reserves a block of private elements (PS3.5 7.8.1).</summary>
    public bool IsPrivateCreator => IsPrivate && Element is >= 0x10 and <= 0xFF;

    /// <summary>True for (gggg,0000), the length of a group.</summary>
    public bool IsGroupLength => Element == 0;

    /// <summary>For a private element the creator element that reserves its block.</summary>
    public DicomTag PrivateCreatorTag => new(Group, (ushort)(Element >> 8));

    /// <summary>Eight upper-case hexadecimal digits, the name of the attribute in DICOM JSON (PS3.18 F.2.2).</summary>
    public string Hex => Value.ToString("X8", CultureInfo.InvariantCulture);

    /// <summary>The keyword of the dictionary (PS3.6), or the hexadecimal digits when there is none.</summary>
    public string Keyword => DicomDictionary.Find(this)?.Keyword ?? Hex;

    /// <summary>Reads <c>00100020</c>, <c>0010,0020</c>, <c>(0010,0020)</c> or a keyword (QIDO-RS allows both, PS3.18 8.3.4).</summary>
    public static bool TryParse(string? text, out DicomTag tag)
    {
        tag = default;
        if (text is null)
            return false;
        var digits = text.Length switch
        {
            11 when text[0] == '(' && text[5] == ',' && text[10] == ')' => text[1..5] + text[6..10],
            9 when text[4] == ',' => text[..4] + text[5..],
            _ => text,
        };
        if (digits.Length == 8 && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            tag = new DicomTag(value);
            return true;
        }
        if (DicomDictionary.Find(text) is not { } entry)
            return false;
        tag = entry.Tag;
        return true;
    }

    /// <exception cref="FormatException">The text is not a tag.</exception>
    public static DicomTag Parse(string text) => TryParse(text, out var tag) ? tag : throw new FormatException("Not a DICOM tag.");

    public int CompareTo(DicomTag other) => Value.CompareTo(other.Value);

    public static bool operator <(DicomTag left, DicomTag right) => left.Value < right.Value;

    public static bool operator >(DicomTag left, DicomTag right) => left.Value > right.Value;

    public static bool operator <=(DicomTag left, DicomTag right) => left.Value <= right.Value;

    public static bool operator >=(DicomTag left, DicomTag right) => left.Value >= right.Value;

    /// <summary><c>(gggg,eeee)</c></summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Group:X4},{Element:X4})");
}
