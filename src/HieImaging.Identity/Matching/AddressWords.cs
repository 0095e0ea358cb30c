using System.Collections.Frozen;

namespace HieImaging.Identity.Matching;

/// <summary>Words of addresses in their one spelling: street kinds, directions and units by USPS Publication 28 (Project US@), with Australian,
/// German, French, Spanish and Italian ones; states by their postal codes. Facts in <c>address-words.txt</c>.</summary>
internal static class AddressWords
{
    private static readonly FrozenDictionary<string, string> Lines = Read("line"), States = Read("state"), Cities = Read("city");

    private static readonly string[] Kinds = ["STREET", "STRASSE", "AVENUE", "CRESCENT", "CIRCUIT", "PLACE", "COURT", "CLOSE", "DRIVE", "ROAD", "LANE"];

    private static readonly FrozenSet<string> Unknown = new[]
    {
        "UNKNOWN", "UNK", "NONE", "NA", "NFA", "HOMELESS", "NOFIXEDADDRESS", "NOFIXEDABODE", "NOTKNOWN", "NOADDRESS", "UNBEKANNT", "GENERALDELIVERY",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words of a line; none for what desks write for no address.</summary>
    public static IReadOnlyList<string> Plain(IReadOnlyList<string> words) => Unknown.Contains(string.Concat(words))
        ? []
        : [.. words.SelectMany(Parted).Select(word => Lines.GetValueOrDefault(word, word)).Where(word => word.Length > 0).Select(Number)];

    // Pridhamstreet, Hauptstrasse: the kind of street is a word of its own.
    private static IEnumerable<string> Parted(string word)
    {
        foreach (var kind in Kinds)
            if (word.Length > kind.Length + 2 && word.EndsWith(kind, StringComparison.Ordinal))
                return [word[..^kind.Length], kind];
        return [word];
    }

    public static string City(IReadOnlyList<string> words)
    {
        var city = string.Concat(words.Select(word => Cities.GetValueOrDefault(word, word)));
        return Unknown.Contains(city) ? "" : city;
    }

    public static string State(IReadOnlyList<string> words)
    {
        var state = string.Concat(words);
        return Unknown.Contains(state) ? "" : States.GetValueOrDefault(state, state);
    }

    /// <summary>ZIP+4 counts by its five digits; a country's letter before it (D-80331) and invented codes do not count.</summary>
    public static string PostalCode(IReadOnlyList<string> words)
    {
        var code = words is [{ Length: 5 } five, { Length: 4 } four] && five.All(char.IsAsciiDigit) && four.All(char.IsAsciiDigit) ? five : string.Concat(words);
        if (code.Length == 9 && code.All(char.IsAsciiDigit))
            code = code[..5];
        if (code.Length is > 4 and < 8 && char.IsAsciiLetter(code[0]) && code.AsSpan(1).ContainsAnyInRange('A', 'Z') is false)
            code = code[1..];
        var digit = code.Length == 0 ? ' ' : code[0];
        return code.Length < 3 || digit is '0' or '9' && code.AsSpan().TrimStart(digit).IsEmpty ? "" : code;
    }

    // 12B and 0012 are the house 12.
    private static string Number(string word)
    {
        if (!char.IsAsciiDigit(word[0]))
            return word;
        var number = word.TrimStart('0');
        return number.Length == 0 ? "0" : number;
    }

    private static FrozenDictionary<string, string> Read(string kind)
    {
        using var table = new StreamReader(typeof(AddressWords).Assembly.GetManifestResourceStream("address-words.txt")!);
        return table.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts[0] == kind)
            .SelectMany(parts => parts[2..].Select(word => (word, plain: parts[1] == "-" ? "" : parts[1])))
            .ToFrozenDictionary(pair => pair.word, pair => pair.plain, StringComparer.Ordinal);
    }
}
