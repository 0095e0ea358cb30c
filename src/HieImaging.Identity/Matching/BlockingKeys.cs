using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>
/// Under which numbers a record is found by one that may be the same person: keyed hashes of what is rare together (an identifier, a telephone, a birth date
/// with a name, a name with a street), each only where the record has all its parts.
/// </summary>
internal static class BlockingKeys
{
    /// <param name="record">Placeholders are missing in it, so they have no key.</param>
    /// <param name="secret">A node's own; without it the hashes are the same everywhere.</param>
    public static IReadOnlyList<long> Of(Comparable record, byte[]? secret = null) =>
        [.. Texts(record).Distinct(StringComparer.Ordinal).Select(text => Hash(text, secret ?? [])).Distinct().Order()];

    /// <summary>The same, each with the kind of attribute that it is made of: the letter that its text begins with.</summary>
    internal static IEnumerable<(char Kind, long Hash)> Kinds(Comparable record, byte[]? secret = null) =>
        Texts(record).Distinct(StringComparer.Ordinal).Select(text => (text[0], Hash(text, secret ?? [])));

    internal static IEnumerable<string> Texts(Comparable record)
    {
        foreach (var identifier in record.Identifiers)
            yield return $"i|{identifier.System}|{identifier.Key}";
        foreach (var phone in record.Phones)
            yield return $"t|{phone[^Math.Min(phone.Length, 7)..]}";

        var families = record.OtherFamilies.Prepend(record.Family).Select(Sound).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var given = record.Given.IsMissing ? null : SoundOf(record.Given.Words[0]);
        var address = record.Address;
        var born = record.BirthDate.IsWhole
            ? string.Create(CultureInfo.InvariantCulture, $"{record.BirthDate.Year:0000}{record.BirthDate.Month:00}{record.BirthDate.Day:00}")
            : null;
        var streets = address.StreetWords;
        // Digits of a postal code are exchanged more often than mistaken: in order they are the same.
        var postal = Said(string.Concat(address.PostalCode.Order()));
        var city = Said(Begins(address.City, 4));

        foreach (var name in (given is null ? families : families.Append(given)).Distinct(StringComparer.Ordinal))
        {
            if (born is not null)
                yield return $"b|{born}|{name}";
            foreach (var street in streets)
                yield return $"s|{street}|{name}";
        }
        foreach (var family in given is null ? [] : families)
        {
            var pair = Unordered(family, given!);
            if (!record.BirthDate.IsMissing)
                yield return $"y|{pair}|{record.BirthDate.Year}";
            if (postal is not null)
                yield return $"p|{pair}|{postal}";
        }
        if (city is not null && !record.Family.IsMissing && !record.Given.IsMissing)
            yield return $"c|{Unordered(Begins(record.Family.Joined, 3), Begins(record.Given.Joined, 3))}|{city}";
        if (born is not null && postal is not null)
            yield return $"d|{born}|{postal}";
        if (born is not null && city is not null)
            yield return $"e|{born}|{city}";
        if (address.Numbers.Length > 0 && postal is not null)
            yield return $"m|{address.Numbers}|{postal}";
        if (address.Numbers.Length > 0 && city is not null)
            yield return $"q|{address.Numbers}|{city}";
        foreach (var street in streets)
        {
            if (city is not null)
                yield return $"n|{street}|{city}";
            if (born is not null)
                yield return $"f|{born}|{street}";
            if (postal is not null)
                yield return $"o|{street}|{postal}";
        }
    }

    private static string? Sound(ComparableName name) => name.IsMissing ? null : SoundKey.Of(name.Spelling);

    private static string SoundOf(string word) => SoundKey.Of(PlainSpelling.Of(word));

    private static string Begins(string word, int letters) => word[..Math.Min(letters, word.Length)];

    private static string Unordered(string one, string other) => string.CompareOrdinal(one, other) < 0 ? $"{one}|{other}" : $"{other}|{one}";

    private static string? Said(string text) => text.Length == 0 ? null : text;

    private static long Hash(string text, byte[] secret)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
