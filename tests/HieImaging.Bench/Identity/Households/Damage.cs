namespace HieImaging.Bench.Identity.Households;

/// <summary>The same person once more, as another desk writes: slips, swaps, what is missing, another house, another family name. As FEBRL does it, but fewer in one record.</summary>
internal static class Damage
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public static SyntheticWords Of(SyntheticWords words, Chance chance)
    {
        for (var blows = chance.Between(1, 100) switch { <= 55 => 1, <= 85 => 2, _ => 3 }; blows > 0; blows--)
            words = Once(words, chance);
        return words;
    }

    /// <summary>One slip of the keyboard: a letter more, less, another, or two exchanged; digits stay digits.</summary>
    public static string Slip(string text, Chance chance)
    {
        if (text.Length < 2)
            return text + chance.One(Letters.ToCharArray());
        var at = chance.Between(0, text.Length - 2);
        var other = char.IsAsciiDigit(text[at]) ? (char)('0' + chance.Between(0, 9)) : chance.One(Letters.ToCharArray());
        return chance.Between(0, 3) switch
        {
            0 => text.Insert(at, other.ToString()),
            1 => text.Remove(at, 1),
            2 => text.Remove(at, 1).Insert(at, other.ToString()),
            _ => string.Concat(text.AsSpan(0, at), text.AsSpan(at + 1, 1), text.AsSpan(at, 1), text.AsSpan(at + 2)),
        };
    }

    /// <summary>As many digits as before, one of them another.</summary>
    public static string OtherDigit(string number, Chance chance)
    {
        var digits = number.Index().Where(character => char.IsAsciiDigit(character.Item)).Select(character => character.Index).ToList();
        if (digits.Count == 0)
            return number;
        var at = chance.One(digits);
        return number.Remove(at, 1).Insert(at, ((char)('0' + (number[at] - '0' + chance.Between(1, 9)) % 10)).ToString());
    }

    private static SyntheticWords Once(SyntheticWords words, Chance chance) => chance.Between(1, 100) switch
    {
        <= 10 => words with { Given = Slipped(words.Given, chance) },
        <= 20 => words with { Family = Slipped(words.Family, chance) },
        <= 32 => words with { Street = Slipped(words.Street, chance) },
        <= 38 => words with { Place = Slipped(words.Place, chance) },
        <= 44 => words with { City = Slipped(words.City, chance) },
        <= 49 => words with { PostalCode = Digit(words.PostalCode, chance) },
        <= 53 => words with { Number = Digit(words.Number, chance) },
        <= 57 => words with { Identifier = Digit(words.Identifier, chance) },
        <= 61 => words with { Born = DayOrMonth(words.Born, chance) },
        <= 64 => words with { Given = words.Family, Family = words.Given },
        <= 68 => words with { Street = words.Place, Place = words.Street },
        <= 71 => words with { Given = Nickname(words.Given, chance) },
        <= 73 => words with { Given = chance.One(words.Gender == "male" ? Names.Boys : Names.Girls) },
        <= 75 => words with { Family = chance.Frequent(Names.Families) },
        <= 80 => OwnPeople.Moved(words, chance),
        <= 82 => words with { Phone = null },
        <= 86 => words with { Phone = words.Phone is null ? null : OwnPeople.NewPhone(chance) },
        <= 88 => words with { Identifier = null },
        <= 90 => words with { Born = null },
        <= 92 => words with { Given = words.Given is { Length: > 3 } given ? $"{given[..^2]} {given[^2..]}" : words.Given },
        <= 94 => words with { State = null },
        <= 96 => words with { Place = null },
        <= 98 => words with { Street = null },
        _ => words with { Given = words.Given?[..1] },
    };

    private static string? Slipped(string? text, Chance chance) => text is null ? null : Slip(text, chance);

    private static string? Digit(string? text, Chance chance) => text is null ? null : OtherDigit(text, chance);

    /// <summary>A slip in day or month, or both exchanged.</summary>
    public static string? DayOrMonth(string? born, Chance chance) => born is not { Length: 8 } ? born
        : chance.Percent(30) ? born[..4] + born[6..] + born[4..6]
        : chance.Percent(50) ? string.Concat(born.AsSpan(0, 7), OtherDigit(born[7..], chance))
        : string.Concat(born.AsSpan(0, 5), OtherDigit(born[5..6], chance), born.AsSpan(6));

    private static string? Nickname(string? given, Chance chance) =>
        Names.Nicknames.Where(pair => pair.Item1 == given).Select(pair => pair.Item2).ToList() is { Count: > 0 } short_ ? chance.One(short_) : given;
}
