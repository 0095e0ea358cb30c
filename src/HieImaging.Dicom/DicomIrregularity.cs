namespace HieImaging.Dicom;

/// <summary>
/// What in a file is not as PS3 wants it and is read nevertheless, in the one way that stands here. What could be read in two ways is
/// refused instead (<see cref="DicomFormatReason"/>).
/// </summary>
public enum DicomIrregularity
{
    /// <summary>The 128 bytes in front of the prefix, or the prefix too, are missing (PS3.10 7.1).</summary>
    NoPreamble,

    /// <summary>No file meta information: the first element told the transfer syntax (PS3.10 7.1).</summary>
    NoFileMeta,

    /// <summary>The meta information names another SOP class or instance than the data set, which is believed (PS3.10 7.1).</summary>
    FileMetaOfAnotherObject,

    /// <summary>A value of odd length: taken as it is, written with padding (PS3.5 7.1.1).</summary>
    OddLength,

    /// <summary>A VR of no standard in the form of PS3.5 7.1.2 with a 32-bit length: kept unread as UN.</summary>
    UnknownVR,

    /// <summary>Elements that do not ascend by their tags: put in order (PS3.5 7.1).</summary>
    OutOfOrder,

    /// <summary>Zeros behind the last element that are no Data Set Trailing Padding (FFFC,FFFC): passed over (PS3.10 7.2).</summary>
    TrailingZeros,

    /// <summary>A private element in a block that no creator has reserved: kept (PS3.5 7.8.1).</summary>
    PrivateWithoutCreator,

    /// <summary>A character set under a name that PS3.3 C.12.1.1.2 does not know: read for what it means.</summary>
    CharacterSetMisspelled,

    /// <summary>A character set that nobody knows: left out; other text is read as UTF-8 where it is that, else ISO 8859-1.</summary>
    CharacterSetUnknown,

    /// <summary>
    /// A defined term where it may not stand: of code extensions but alone, without them among several, a multi-byte one first.
    /// </summary>
    CharacterSetMisplaced,

    /// <summary>UTF-8, GB18030 or GBK beside other character sets: text is that where it can be, else what the others say.</summary>
    CharacterSetNotAlone,

    /// <summary>Text beyond ASCII though no character set is named: read as UTF-8 where it is that, else as ISO 8859-1.</summary>
    TextWithoutCharacterSet,

    /// <summary>Bytes of text that its character set does not have: each is U+FFFD.</summary>
    TextUndecodable,
}

/// <summary>An irregularity, how often it was met and where first (null: in front of the data set).</summary>
public sealed record DicomFinding(DicomIrregularity Irregularity, DicomTag? First, int Count);
