using System.Collections.Concurrent;
using System.Text;

namespace HieImaging.Dicom.CharacterSets;

/// <summary>
/// One coded character set that ISO 2022 switches to: its escape sequence,
/// the half of the code table, bytes a character (PS3.3 C.12.1.1.2).
/// </summary>
internal sealed record CodeElement(string Escape, bool IsG1, int Width, Func<byte[], string> Decode, Func<string, byte[]?> Encode)
{
    private static readonly ConcurrentDictionary<int, Encoding> Pages = new();

    public static readonly CodeElement Ascii = new("(B", false, 1, Encoding.ASCII.GetString, text => Strict(Page(20127), text));

    /// <summary>ISO-IR 14; its yen sign and overline are read as the ASCII that every reader shows.</summary>
    public static readonly CodeElement Romaji = new("(J", false, 1, Encoding.ASCII.GetString, _ => null);

    public static readonly CodeElement Katakana = new(")I", true, 1, HalfWidth, FromHalfWidth);
    public static readonly CodeElement KatakanaLow = new("(I", false, 1, low => HalfWidth(High(low)), _ => null);
    public static readonly CodeElement Kanji = new(
        "$B", false, 2,
        low => Page(51932).GetString(High(low)),
        text => Low(Strict(Page(51932), text), 2));
    public static readonly CodeElement OldKanji = new("$@", false, 2, low => Page(51932).GetString(High(low)), _ => null);
    public static readonly CodeElement SupplementaryKanji = new("$(D", false, 2, SecondPlane, FromSecondPlane);
    public static readonly CodeElement Hangul = new("$)C", true, 2, Page(949).GetString, text => TwoByte(Strict(Page(949), text)));
    public static readonly CodeElement SimplifiedChinese = new(
        "$)A", true, 2, Page(936).GetString, text => TwoByte(Strict(Page(936), text)));

    /// <summary>By ISO-IR number, as labels name them.</summary>
    public static readonly IReadOnlyDictionary<int, CodeElement> ByRegistration = new Dictionary<int, CodeElement>
    {
        [6] = Ascii, [100] = Half("-A", 28591), [101] = Half("-B", 28592), [109] = Half("-C", 28593), [110] = Half("-D", 28594),
        [144] = Half("-L", 28595), [127] = Half("-G", 28596), [126] = Half("-F", 28597), [138] = Half("-H", 28598),
        [148] = Half("-M", 28599), [203] = Half("-b", 28605), [166] = Half("-T", 874), [13] = Katakana, [14] = Romaji,
        [87] = Kanji, [159] = SupplementaryKanji, [149] = Hangul, [58] = SimplifiedChinese,
    };

    private static readonly CodeElement[] All = [.. ByRegistration.Values, KatakanaLow, OldKanji];

    /// <summary>The element that begins after the ESC at the start of these bytes; null when no standard knows it.</summary>
    public static CodeElement? AfterEscape(ReadOnlySpan<byte> bytes)
    {
        foreach (var element in All)
        {
            if (bytes.Length > element.Escape.Length && Encoding.ASCII.GetString(bytes.Slice(1, element.Escape.Length)) == element.Escape)
                return element;
        }
        return null;
    }

    /// <summary>A code page that turns what it does not know into U+FFFD when it reads, and throws when it writes.</summary>
    internal static Encoding Page(int page) => Pages.GetOrAdd(page, static number =>
        CodePagesEncodingProvider.Instance.GetEncoding(number, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"))
        ?? Encoding.GetEncoding(number, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD")));

    internal static byte[]? Strict(Encoding encoding, string text)
    {
        try
        {
            return encoding.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    private static CodeElement Half(string escape, int page) =>
        new(escape, true, 1, Page(page).GetString,
            text => Strict(Page(page), text) is { } bytes && bytes.All(value => value >= 0x80)
                ? bytes
                : null);

    private static byte[] High(byte[] low) => Array.ConvertAll(low, value => (byte)(value | 0x80));

    private static byte[]? TwoByte(byte[]? bytes) => bytes is { Length: 2 } && bytes[0] >= 0xA1 && bytes[1] >= 0xA1 ? bytes : null;

    private static byte[]? Low(byte[]? bytes, int width) =>
        bytes is not null && bytes.Length == width && bytes.All(value => value >= 0xA1)
            ? Array.ConvertAll(bytes, value => (byte)(value & 0x7F))
            : null;

    private static string HalfWidth(byte[] bytes) =>
        string.Concat(bytes.Select(value => value is >= 0xA1 and <= 0xDF ? (char)(0xFF61 + value - 0xA1) : '\uFFFD'));

    private static byte[]? FromHalfWidth(string text) =>
        text.All(letter => letter is >= '\uFF61' and <= '\uFF9F') ? text.Select(letter => (byte)(letter - 0xFF61 + 0xA1)).ToArray() : null;

    // Code page 20932 writes JIS X 0212 as a high byte and a low one.
    private static string SecondPlane(byte[] low) =>
        Page(20932).GetString(low.Select((value, index) => index % 2 == 0 ? (byte)(value | 0x80) : value).ToArray());

    private static byte[]? FromSecondPlane(string text) =>
        Strict(Page(20932), text) is { Length: 2 } bytes && bytes[0] >= 0xA1 && bytes[1] < 0x80
            ? [(byte)(bytes[0] & 0x7F), bytes[1]]
            : null;
}
