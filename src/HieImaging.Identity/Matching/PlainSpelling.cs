using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>One spelling for what languages and transliterations write differently: Sergey and Sergei, Müller and Mueller, Schukow and Zhukov,
/// Philip and Filip, Yulia and Iuliia, John and Jon.</summary>
internal static class PlainSpelling
{
    // Longer spellings stand before what they contain.
    private static readonly (string Spelled, string Plain)[] Spellings =
    [
        ("SHCH", "S"), ("TSCH", "S"), ("SCH", "S"), ("TCH", "S"), ("SZ", "S"), ("SH", "S"), ("CZ", "S"), ("CH", "S"), ("ZH", "S"),
        ("TZ", "S"), ("TS", "S"), ("PH", "F"), ("TH", "T"), ("DT", "T"), ("KH", "K"), ("GH", "G"), ("CK", "K"), ("QU", "KV"), ("CE", "SE"),
        ("CI", "SI"), ("CY", "SI"), ("AE", "E"), ("OE", "O"), ("UE", "U"), ("OU", "U"),
        ("C", "K"), ("Q", "K"), ("Y", "I"), ("J", "I"), ("W", "V"), ("X", "KS"),
    ];

    // By the letter that they start with, which else stands for itself.
    private static readonly (string Spelled, string Plain)[][] Starting =
        [.. Enumerable.Range('A', 26).Select(letter => Spellings.Where(one => one.Spelled[0] == letter).ToArray())];

    public static string Of(string name)
    {
        var plain = new StringBuilder(name.Length);
        for (var at = 0; at < name.Length;)
            at += Next(plain, name.AsSpan(at));
        return plain.ToString();
    }

    private static int Next(StringBuilder plain, ReadOnlySpan<char> rest)
    {
        if (IsSilent(plain, rest))
            return 1;
        if (char.IsAsciiLetterUpper(rest[0]))
            foreach (var (spelled, said) in Starting[rest[0] - 'A'])
                if (rest.StartsWith(spelled, StringComparison.Ordinal))
                {
                    Add(plain, said);
                    return spelled.Length;
                }
        Add(plain, rest[..1]);
        return 1;
    }

    // An H between a vowel and a consonant.
    private static bool IsSilent(StringBuilder plain, ReadOnlySpan<char> rest) =>
        rest is ['H', var next, ..] && plain.Length > 0 && IsVowel(plain[^1]) && char.IsAsciiLetterUpper(next) && !IsVowel(next);

    private static bool IsVowel(char letter) => letter is 'A' or 'E' or 'I' or 'O' or 'U' or 'Y';

    // A letter twice is written once.
    private static void Add(StringBuilder plain, ReadOnlySpan<char> letters)
    {
        foreach (var letter in letters)
            if (plain.Length == 0 || plain[^1] != letter)
                plain.Append(letter);
    }
}
