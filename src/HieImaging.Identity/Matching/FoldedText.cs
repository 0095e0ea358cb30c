using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>Names as they are compared: upper case, without marks, punctuation and blanks; placeholders of registration desks count as
/// missing.</summary>
internal static class FoldedText
{
    private static readonly HashSet<string> Placeholders = new(StringComparer.Ordinal)
    {
        "UNKNOWN", "UNBEKANNT", "INCONNU", "DESCONOCIDO", "ANONYMOUS", "ANON", "NONAME", "NONE", "NA",
        "TEST", "BABY", "BABYBOY", "BABYGIRL", "NEWBORN", "INFANT", "XXX",
    };

    // The node runs without ICU, whose tables String.Normalize would need: the facts are data (tools/latin-folding.py).
    private static readonly FrozenDictionary<char, string> Latin = Read("latin-folding.txt");

    private static readonly FrozenDictionary<char, string> Romanised = Read("romanising.txt");

    private const int LongestWord = 64;

    /// <summary>The folded name, or null where nothing was said.</summary>
    public static string? Name(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
            if (Latin.TryGetValue(character, out var plain))
                folded.Append(plain);
            else if (char.IsLetterOrDigit(character))                      // a combining mark is neither
                folded.Append(char.ToUpperInvariant(character));
        var name = folded.ToString();
        return name.Length == 0 || Placeholders.Contains(name) ? null : name;
    }

    /// <summary>The words of a text, romanised where its letters are Latin, Cyrillic or Greek: upper case, letters and digits only. An apostrophe
    /// joins, every other mark divides.</summary>
    public static IReadOnlyList<string> Words(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        var words = new List<string>(4);
        var word = new StringBuilder(text.Length);
        foreach (var character in text)
            if (char.IsAsciiLetterOrDigit(character))
                word.Append(char.ToUpperInvariant(character));
            else if ((character is 'υ' or 'ύ' or 'Υ' or 'Ύ') && word.Length > 0 && word[^1] == 'O')
                word.Append('U');                                          // the one Greek pair that is a letter of its own
            else if (Latin.TryGetValue(character, out var plain) || Romanised.TryGetValue(character, out plain))
                word.Append(plain);
            else if (char.IsLetterOrDigit(character))
                word.Append(char.ToUpperInvariant(character));
            else if (!Joins(character))
                End(words, word);
        End(words, word);
        return words;
    }

    /// <summary>Whether a hyphen joins two words, each of more than an initial.</summary>
    public static bool IsCompound(string? text) => text?.Split('-', '\u2010', '\u2011') is { Length: > 1 } parts
        && Words(parts[0]) is [.., { Length: > 1 }] && Words(parts[1]) is [{ Length: > 1 }, ..];

    private static void End(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
            words.Add(word.ToString(0, Math.Min(word.Length, LongestWord)));
        word.Clear();
    }

    // O'Brien and D’Souza are one word; so is a letter with a combining mark behind it.
    private static bool Joins(char character) =>
        character is '\'' or '’' or '‘' or 'ʼ' or 'ʹ' or '`' or '´'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;

    private static FrozenDictionary<char, string> Read(string name)
    {
        using var table = new StreamReader(typeof(FoldedText).Assembly.GetManifestResourceStream(name)!);
        return table.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).SelectMany(parts => parts[1].Select(letter => (letter, parts[0])))
            .ToFrozenDictionary(pair => pair.letter, pair => pair.Item2);
    }
}
