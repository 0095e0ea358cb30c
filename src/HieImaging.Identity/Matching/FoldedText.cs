using System.Collections.Frozen;
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
    private static readonly FrozenDictionary<char, string> Latin = Read();

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

    private static FrozenDictionary<char, string> Read()
    {
        using var table = new StreamReader(typeof(FoldedText).Assembly.GetManifestResourceStream("latin-folding.txt")!);
        return table.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).SelectMany(parts => parts[1].Select(letter => (letter, parts[0])))
            .ToFrozenDictionary(pair => pair.letter, pair => pair.Item2);
    }
}
