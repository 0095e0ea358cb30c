namespace HieImaging.Dicom.CharacterSets;

/// <summary>Specific Character Set (0008,0005): how the text of a data set is encoded (PS3.3 C.12.1.1.2, PS3.5 6.1).</summary>
public sealed class SpecificCharacterSet
{
    /// <summary>The default repertoire, ISO 646.</summary>
    public static readonly SpecificCharacterSet Default = new();

    /// <summary>UTF-8.</summary>
    public static readonly SpecificCharacterSet Utf8 = new();

    /// <summary>The character set of these labels; labels that no standard knows are read for what they mean.</summary>
    public static SpecificCharacterSet Of(IReadOnlyList<string> labels) => labels.Count == 0 ? Default : Utf8;

    /// <summary>Text of bytes; what does not decode becomes U+FFFD.</summary>
    public string Decode(ReadOnlySpan<byte> bytes, bool isPersonName = false, bool isMultiValued = false) => throw new NotImplementedException();

    /// <summary>Bytes of text.</summary>
    public ReadOnlyMemory<byte> Encode(string text, bool isPersonName = false) => throw new NotImplementedException();
}
