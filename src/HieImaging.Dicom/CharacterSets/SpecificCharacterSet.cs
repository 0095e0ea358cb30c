using System.Text;

namespace HieImaging.Dicom.CharacterSets;

/// <summary>Specific Character Set (0008,0005): how the text of a data set is encoded (PS3.3 C.12.1.1.2, PS3.5 6.1).</summary>
public sealed class SpecificCharacterSet
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The default repertoire, ISO 646. Bytes beyond it are read as UTF-8 where they are UTF-8, else as ISO 8859-1.</summary>
    public static readonly SpecificCharacterSet Default = new(CodeElement.Ascii, null, []);

    /// <summary>ISO_IR 192.</summary>
    public static readonly SpecificCharacterSet Utf8 = new(Encoding.UTF8);

    private readonly Encoding? _whole;
    private readonly CodeElement _lower;
    private readonly CodeElement? _upper;
    private readonly IReadOnlyList<CodeElement> _others;

    private SpecificCharacterSet(Encoding whole)
        : this(CodeElement.Ascii, null, []) => _whole = whole;

    private SpecificCharacterSet(CodeElement lower, CodeElement? upper, IReadOnlyList<CodeElement> others)
    {
        _lower = lower;
        _upper = upper;
        _others = others;
    }

    /// <summary>
    /// The character set of these labels. Labels that no standard knows are read for what they mean: <c>ISO-IR 100</c>, <c>UTF8</c>,
    /// a second label <c>UTF8</c> beside a single-byte one, <c>ISO 2022 IR 100</c> without a companion.
    /// </summary>
    public static SpecificCharacterSet Of(IReadOnlyList<string> labels)
    {
        var keys = labels.Select(Key).ToArray();
        if (keys.Any(key => key is "ISOIR192" or "UTF8" or "192"))
            return Utf8;
        if (keys.Contains("GB18030"))
            return new SpecificCharacterSet(CodeElement.Page(54936));
        if (keys.Any(key => key is "GBK" or "GB2312"))
            return new SpecificCharacterSet(CodeElement.Page(936));
        var elements = keys.Select(Element).ToArray();
        var first = elements.Length > 0 ? elements[0] : null;
        // Multi-byte sets come in by an escape sequence alone, also when they are the first label.
        var upper = first is { IsG1: true, Width: 1 } ? first : null;
        var lower = first == CodeElement.Romaji ? CodeElement.Romaji : CodeElement.Ascii;
        var others = elements.OfType<CodeElement>().Where(element => element != upper && element != CodeElement.Ascii).Distinct().ToArray();
        return upper is null && others.Length == 0 ? Default : new SpecificCharacterSet(lower, upper, others);
    }

    /// <summary>Text of bytes; what does not decode becomes U+FFFD. Never throws.</summary>
    public string Decode(ReadOnlySpan<byte> bytes, bool isPersonName = false, bool isMultiValued = false)
    {
        if (!bytes.ContainsAnyInRange((byte)0x80, (byte)0xFF) && !bytes.Contains((byte)0x1B))
            return Encoding.ASCII.GetString(bytes);
        if (_whole is not null)
            return _whole.GetString(bytes);
        if (ReferenceEquals(this, Default) && !bytes.Contains((byte)0x1B))
            return Guess(bytes);
        return Iso2022.Decode(bytes, _lower, _upper, Delimiters(isPersonName, isMultiValued));
    }

    /// <summary>Bytes of text.</summary>
    /// <exception cref="EncoderFallbackException">A character that this character set does not have.</exception>
    public byte[] Encode(string text, bool isPersonName = false, bool isMultiValued = false) =>
        (_whole is not null
            ? CodeElement.Strict(_whole, text)
            : Iso2022.Encode(text, _lower, _upper, _others, Delimiters(isPersonName, isMultiValued)))
        ?? throw new EncoderFallbackException("The text has a character that the character set does not have.");

    private static string Delimiters(bool isPersonName, bool isMultiValued) =>
        (isPersonName ? "^=" : "") + (isMultiValued ? "\\" : "");

    private static string Guess(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static string Key(string label) =>
        string.Concat(label.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static CodeElement? Element(string key)
    {
        var number = key.StartsWith("ISO2022IR", StringComparison.Ordinal) ? key[9..]
            : key.StartsWith("ISOIR", StringComparison.Ordinal) ? key[5..]
            : "";
        return int.TryParse(number, out var registration) ? CodeElement.ByRegistration.GetValueOrDefault(registration) : null;
    }
}
