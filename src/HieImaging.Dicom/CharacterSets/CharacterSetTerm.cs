using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace HieImaging.Dicom.CharacterSets;

/// <summary>
/// One value of Specific Character Set (0008,0005): a defined term of PS3.3 C.12.1.1.2, or a spelling that is found instead of one.
/// </summary>
/// <param name="Element">The coded character set, for single-byte ones and those of code extensions.</param>
/// <param name="Whole">The encoding of the whole text, for those without code extensions.</param>
/// <param name="IsOfExtensions">Whether it is written <c>ISO 2022 IR n</c>.</param>
/// <param name="IsDefined">Whether PS3.3 spells it so.</param>
internal sealed record CharacterSetTerm(CodeElement? Element, Encoding? Whole, bool IsOfExtensions, bool IsDefined)
{
    private static readonly int[] SingleByte = [100, 101, 109, 110, 144, 127, 126, 138, 148, 203, 13, 166];
    private static readonly int[] MultiByte = [87, 159, 149, 58];

    // The parts of ISO 8859 by their registrations.
    private static readonly int[] Parts = [0, 100, 101, 109, 110, 144, 127, 126, 138, 148, 0, 166, 0, 0, 0, 203];

    private static readonly FrozenDictionary<string, CharacterSetTerm> Defined =
        DefinedTerms().ToFrozenDictionary(pair => pair.Term, pair => pair.Meaning);

    private static readonly FrozenDictionary<string, int> Named = new Dictionary<string, int>
    {
        ["LATIN1"] = 100, ["LATIN2"] = 101, ["LATIN3"] = 109, ["LATIN4"] = 110, ["LATIN5"] = 148, ["LATIN9"] = 203,
        ["ASCII"] = 6, ["USASCII"] = 6, ["ISO646"] = 6, ["DEFAULT"] = 6, ["NONE"] = 6,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, int> Pages = new Dictionary<string, int>
    {
        ["UTF8"] = 65001, ["UNICODE11UTF8"] = 65001, ["ISO10646"] = 65001, ["UNICODE"] = 65001,
        ["GB18030"] = 54936, ["GBK"] = 936, ["GB2312"] = 936, ["BIG5"] = 950, ["KOI8R"] = 20866,
        ["SHIFTJIS"] = 932, ["SJIS"] = 932, ["WINDOWS31J"] = 932, ["EUCJP"] = 51932,
        ["EUCKR"] = 949, ["KSC5601"] = 949, ["KSX1001"] = 949,
    }.ToFrozenDictionary();

    /// <summary>Whether it says nothing beyond ISO 646.</summary>
    public bool IsDefault => Whole is null && (Element is null || Element == CodeElement.Ascii);

    /// <summary>The meaning of a value; null where nobody knows one.</summary>
    public static CharacterSetTerm? Of(string value)
    {
        var label = value.Trim(' ', '\0');
        return Defined.TryGetValue(label, out var term)
            ? term
            : Meant(string.Concat(label.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant());
    }

    // ISO-IR 100, IR_100, ISO2022IR87, 8859-1, Latin1, windows-1252, UTF-8 …
    private static CharacterSetTerm? Meant(string key)
    {
        if (Pages.TryGetValue(key, out var page) || IsWindows(key, out page))
            return new CharacterSetTerm(null, CodeElement.Page(page), false, false);
        var isOfExtensions = key.Contains("2022", StringComparison.Ordinal);
        if (Named.TryGetValue(key, out var registration) || IsPart(key, out registration) || IsRegistration(key, out registration))
        {
            if (registration == 192)
                return new CharacterSetTerm(null, Encoding.UTF8, isOfExtensions, false);
            if (CodeElement.ByRegistration.TryGetValue(registration, out var element))
                return new CharacterSetTerm(element, null, isOfExtensions, false);
        }
        return null;
    }

    private static bool IsWindows(string key, out int page) =>
        IsNumberAfter(key, "WINDOWS", out page) || IsNumberAfter(key, "CP", out page) ? page is >= 1250 and <= 1258 : (page = 0) > 0;

    private static bool IsPart(string key, out int registration) =>
        (IsNumberAfter(key, "ISO8859", out var part) || IsNumberAfter(key, "8859", out part)) && part < Parts.Length
            ? (registration = Parts[part]) > 0
            : (registration = 0) > 0;

    private static bool IsRegistration(string key, out int registration) =>
        IsNumberAfter(key, "ISO2022IR", out registration) || IsNumberAfter(key, "ISOIR", out registration)
        || IsNumberAfter(key, "2022IR", out registration) || IsNumberAfter(key, "IR", out registration)
        || IsNumberAfter(key, "ISO2022", out registration) || IsNumberAfter(key, "ISO", out registration)
        || IsNumberAfter(key, "", out registration);

    private static bool IsNumberAfter(string key, string start, out int number)
    {
        number = 0;
        return key.StartsWith(start, StringComparison.Ordinal)
            && int.TryParse(key.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static IEnumerable<(string Term, CharacterSetTerm Meaning)> DefinedTerms()
    {
        yield return ("", new CharacterSetTerm(null, null, false, true));
        yield return ("ISO_IR 192", new CharacterSetTerm(null, Encoding.UTF8, false, true));
        yield return ("GB18030", new CharacterSetTerm(null, CodeElement.Page(54936), false, true));
        yield return ("GBK", new CharacterSetTerm(null, CodeElement.Page(936), false, true));
        foreach (var registration in SingleByte)
            yield return ($"ISO_IR {registration}", new CharacterSetTerm(CodeElement.ByRegistration[registration], null, false, true));
        foreach (var registration in SingleByte.Concat(MultiByte).Append(6))
            yield return ($"ISO 2022 IR {registration}", new CharacterSetTerm(CodeElement.ByRegistration[registration], null, true, true));
    }
}
