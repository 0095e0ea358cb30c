using System.Collections.Frozen;

namespace HieImaging.Dicom;

/// <summary>A value representation (PS3.5 6.2): how the bytes of a value are to be read.</summary>
public sealed class DicomVR
{
    private DicomVR(
        string code, int unit = 1, bool isText = false,
        bool usesCharacterSet = false, bool isMultiValued = true, bool hasLongLength = false)
    {
        Code = code;
        Unit = unit;
        IsText = isText;
        UsesCharacterSet = usesCharacterSet;
        IsMultiValued = isMultiValued;
        HasLongLength = hasLongLength;
    }

    public static readonly DicomVR AE = new("AE", isText: true);
    public static readonly DicomVR AS = new("AS", isText: true);
    public static readonly DicomVR AT = new("AT", unit: 2);
    public static readonly DicomVR CS = new("CS", isText: true);
    public static readonly DicomVR DA = new("DA", isText: true);
    public static readonly DicomVR DS = new("DS", isText: true);
    public static readonly DicomVR DT = new("DT", isText: true);
    public static readonly DicomVR FD = new("FD", unit: 8);
    public static readonly DicomVR FL = new("FL", unit: 4);
    public static readonly DicomVR IS = new("IS", isText: true);
    public static readonly DicomVR LO = new("LO", isText: true, usesCharacterSet: true);
    public static readonly DicomVR LT = new("LT", isText: true, usesCharacterSet: true, isMultiValued: false);
    public static readonly DicomVR OB = new("OB", hasLongLength: true, isMultiValued: false);
    public static readonly DicomVR OD = new("OD", unit: 8, hasLongLength: true, isMultiValued: false);
    public static readonly DicomVR OF = new("OF", unit: 4, hasLongLength: true, isMultiValued: false);
    public static readonly DicomVR OL = new("OL", unit: 4, hasLongLength: true, isMultiValued: false);
    public static readonly DicomVR OV = new("OV", unit: 8, hasLongLength: true, isMultiValued: false);
    public static readonly DicomVR OW = new("OW", unit: 2, hasLongLength: true, isMultiValued: false);
    public static readonly DicomVR PN = new("PN", isText: true, usesCharacterSet: true);
    public static readonly DicomVR SH = new("SH", isText: true, usesCharacterSet: true);
    public static readonly DicomVR SL = new("SL", unit: 4);
    public static readonly DicomVR SQ = new("SQ", hasLongLength: true, isMultiValued: false);
    public static readonly DicomVR SS = new("SS", unit: 2);
    public static readonly DicomVR ST = new("ST", isText: true, usesCharacterSet: true, isMultiValued: false);
    public static readonly DicomVR SV = new("SV", unit: 8, hasLongLength: true);
    public static readonly DicomVR TM = new("TM", isText: true);
    public static readonly DicomVR UC = new("UC", isText: true, usesCharacterSet: true, hasLongLength: true);
    public static readonly DicomVR UI = new("UI", isText: true);
    public static readonly DicomVR UL = new("UL", unit: 4);
    public static readonly DicomVR UN = new("UN", hasLongLength: true, isMultiValued: false);
    public static readonly DicomVR UR = new("UR", isText: true, isMultiValued: false, hasLongLength: true);
    public static readonly DicomVR US = new("US", unit: 2);
    public static readonly DicomVR UT = new("UT", isText: true, usesCharacterSet: true, isMultiValued: false, hasLongLength: true);
    public static readonly DicomVR UV = new("UV", unit: 8, hasLongLength: true);

    /// <summary>All value representations of PS3.5 6.2.</summary>
    public static IReadOnlyList<DicomVR> All { get; } =
    [
        AE, AS, AT, CS, DA, DS, DT, FD, FL, IS, LO, LT,
        OB, OD, OF, OL, OV, OW, PN, SH, SL, SQ, SS, ST, SV, TM, UC, UI, UL, UN, UR, US, UT, UV,
    ];

    private static readonly FrozenDictionary<string, DicomVR> ByCode = All.ToFrozenDictionary(vr => vr.Code);

    private static readonly DicomVR?[] ByLetters = Letters();

    /// <summary>The two letters.</summary>
    public string Code { get; }

    /// <summary>Bytes that are swapped together in big endian; 1 where order does not matter (PS3.5 7.3).</summary>
    public int Unit { get; }

    /// <summary>True where the value is characters.</summary>
    public bool IsText { get; }

    /// <summary>True where Specific Character Set (0008,0005) applies (PS3.5 6.1.2.3).</summary>
    public bool UsesCharacterSet { get; }

    /// <summary>True where a text value is split at backslashes, or a binary one holds several numbers.</summary>
    public bool IsMultiValued { get; }

    /// <summary>True where explicit VR writes two reserved bytes and a 32-bit length (PS3.5 7.1.2).</summary>
    public bool HasLongLength { get; }

    /// <summary>The byte that makes an odd length even: NUL for UI and binary values, a space for text (PS3.5 6.2).</summary>
    public byte Padding => IsText && this != UI ? (byte)' ' : (byte)0;

    /// <summary>The VR with these two letters.</summary>
    public static bool TryParse(string? code, out DicomVR vr)
    {
        vr = UN;
        if (code is null || !ByCode.TryGetValue(code, out var found))
            return false;
        vr = found;
        return true;
    }

    internal static DicomVR? Find(byte first, byte second) =>
        first is >= (byte)'A' and <= (byte)'Z' && second is >= (byte)'A' and <= (byte)'Z'
            ? ByLetters[((first - 'A') * 26) + second - 'A']
            : null;

    public override string ToString() => Code;

    private static DicomVR?[] Letters()
    {
        var table = new DicomVR?[26 * 26];
        foreach (var vr in All)
            table[((vr.Code[0] - 'A') * 26) + vr.Code[1] - 'A'] = vr;
        return table;
    }
}
