namespace HieImaging.Identity.Documents;

/// <summary>American Soundex (US National Archives): a letter and three digits, by which a search by sound finds a name that is written
/// otherwise. For a human's search alone; links do not rest on it.</summary>
internal static class Soundex
{
    //                               ABCDEFGHIJKLMNOPQRSTUVWXYZ: 0 a vowel, which parts equal codes; h and w do not
    private const string CodeOf = "01230120022455012623010202";

    /// <param name="folded">Upper case, as <see cref="Matching.FoldedText"/> gives it.</param>
    /// <returns>Null where no Latin letter is in it.</returns>
    public static string? Of(string? folded)
    {
        var letters = string.Concat((folded ?? "").Where(char.IsAsciiLetterUpper));
        if (letters.Length == 0)
            return null;
        Span<char> sound = [letters[0], '0', '0', '0'];
        var (length, last) = (1, CodeOf[letters[0] - 'A']);
        foreach (var letter in letters.AsSpan(1))
        {
            var code = CodeOf[letter - 'A'];
            if (code != '0' && code != last)
                sound[length++] = code;
            if (length == sound.Length)
                break;
            if (letter is not ('H' or 'W'))
                last = code;
        }
        return new string(sound);
    }
}
