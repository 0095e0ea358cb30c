using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>One spelling for what languages and transliterations write differently: Sergey and Sergei, Müller and Mueller, Schukow and Zhukov,
/// Philip and Filip, Yulia and Iuliia.</summary>
internal static class PlainSpelling
{
    // Longer spellings stand before what they contain.
    private static readonly (string Spelled, string Plain)[] Spellings =
    [
        ("SHCH", "S"), ("TSCH", "S"), ("SCH", "S"), ("TCH", "S"), ("SZ", "S"), ("SH", "S"), ("CZ", "S"), ("CH", "S"), ("ZH", "S"),
        ("TZ", "S"), ("TS", "S"), ("PH", "F"), ("TH", "T"), ("DT", "T"), ("KH", "K"), ("GH", "G"), ("CK", "K"), ("QU", "KV"), ("CE", "SE"),
        ("CI", "SI"), ("CY", "SI"), ("AE", "E"), ("OE", "O"), ("UE", "U"), ("OU", "U"),
    ];

    // A spelling starts with one of these, or its letter stands for itself.
    private const string Starting = "STCPZDKGQAOU";

    public static string Of(string name)
    {
        var plain = new StringBuilder(name.Length);
        for (var at = 0; at < name.Length;)
        {
            var (letters, length) = Next(name, at);
            foreach (var letter in letters)
                if (plain.Length == 0 || plain[^1] != letter)
                    plain.Append(letter);
            at += length;
        }
        return plain.ToString();
    }

    private static (string Plain, int Length) Next(string name, int at)
    {
        if (Starting.Contains(name[at], StringComparison.Ordinal))
            foreach (var (spelled, plain) in Spellings)
                if (string.CompareOrdinal(name, at, spelled, 0, spelled.Length) == 0)
                    return (plain, spelled.Length);
        return (name[at] switch
        {
            'C' or 'Q' => "K",
            'Y' or 'J' => "I",
            'W' => "V",
            'X' => "KS",
            var other => other.ToString(),
        }, 1);
    }
}
