using System.Globalization;
using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>Names as they are compared: upper case, without marks, punctuation and blanks; placeholders of registration desks count as missing.</summary>
internal static class FoldedText
{
    private static readonly HashSet<string> Placeholders = new(StringComparer.Ordinal)
    {
        "UNKNOWN", "UNBEKANNT", "INCONNU", "DESCONOCIDO", "ANONYMOUS", "ANON", "NONAME", "NONE", "NA", "TEST", "BABY", "BABYBOY", "BABYGIRL", "NEWBORN", "INFANT", "XXX",
    };

    /// <summary>The folded name, or null where nothing was said.</summary>
    public static string? Name(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var folded = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKD))
            if (char.IsLetterOrDigit(character) && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
                folded.Append(char.ToUpperInvariant(character));
        var name = folded.ToString();
        return name.Length == 0 || Placeholders.Contains(name) ? null : name;
    }
}
