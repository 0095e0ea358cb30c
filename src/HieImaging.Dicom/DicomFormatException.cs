using System.Globalization;

namespace HieImaging.Dicom;

/// <summary>Why bytes are refused as DICOM.</summary>
public enum DicomFormatReason
{
    /// <summary>No preamble and prefix, or no file meta information (PS3.10 7.1).</summary>
    NotDicom,

    /// <summary>The bytes end inside an element, a sequence or an item.</summary>
    Truncated,

    /// <summary>File meta information over 4 KiB, with a wrong group length, or without what type 1 demands.</summary>
    BadMeta,

    /// <summary>A VR that PS3.5 does not know, or one that the file meta information does not use.</summary>
    BadVR,

    /// <summary>A transfer syntax that PS3.6 does not register or that has no data set.</summary>
    UnsupportedTransferSyntax,

    /// <summary>A length that reaches past the item, the sequence or the limit it lies in.</summary>
    BadLength,

    /// <summary>A delimiter or an item tag where none may be, or something else where one must be.</summary>
    BadStructure,

    /// <summary>The same tag twice in one data set: two readers would see two patients.</summary>
    DuplicateElement,

    /// <summary>A deflated data set that does not inflate.</summary>
    BadDeflate,

    /// <summary>Deeper sequences than allowed.</summary>
    TooDeep,

    /// <summary>More elements or items than allowed.</summary>
    TooMany,

    /// <summary>More bytes, also inflated ones, than allowed.</summary>
    TooLarge,

    /// <summary>Text that the data set's character set cannot say.</summary>
    BadText,

    /// <summary>JSON that is not the DICOM JSON model (PS3.18 F).</summary>
    BadJson,
}

/// <summary>Bytes that are no DICOM object, or one that is not read. The message names tags and offsets, never a value.</summary>
public sealed class DicomFormatException(DicomFormatReason reason, DicomTag? tag, long offset, string text)
    : FormatException(Sentence(reason, tag, offset, text))
{
    public DicomFormatReason Reason { get; } = reason;

    /// <summary>The element at which reading stopped.</summary>
    public DicomTag? Tag { get; } = tag;

    /// <summary>Where in the (inflated) bytes reading stopped.</summary>
    public long Offset { get; } = offset;

    private static string Sentence(DicomFormatReason reason, DicomTag? tag, long offset, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{text} ({reason}{(tag is { } at ? " at " + at : "")}, offset {offset})");
}
