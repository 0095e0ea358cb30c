using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>
/// Under which numbers a record is found by one that may be the same person: keyed hashes of what is rare (an identifier, a telephone, a birth date with a
/// name, an address with a name), each only where the record has all its parts.
/// </summary>
internal static class BlockingKeys
{
    /// <param name="secret">A node's own; without it the hashes are the same everywhere.</param>
    public static IReadOnlyList<long> Of(Comparable record, byte[]? secret = null) =>
        [.. Texts(record).Distinct(StringComparer.Ordinal).Select(text => Hash(text, secret ?? [])).Distinct().Order()];

    internal static IEnumerable<string> Texts(Comparable record)
    {
        foreach (var identifier in record.Identifiers)
            yield return $"i|{identifier.System}|{identifier.Key}";
        foreach (var phone in record.Phones)
            yield return $"t|{phone[^Math.Min(phone.Length, 7)..]}";

        var names = record.Family.Words.Concat(record.OtherFamilies.SelectMany(name => name.Words)).Concat(record.Given.Words)
            .Append(record.Family.Joined).Append(record.Given.Joined)
            .Where(word => word.Length > 1).Select(word => SoundKey.Of(PlainSpelling.Of(word))).Distinct(StringComparer.Ordinal).Take(6).ToList();
        var (born, address) = (record.BirthDate, record.Address);
        foreach (var name in names)
        {
            if (born.IsWhole)
                yield return $"b|{born.Year}{born.Month:00}{born.Day:00}|{name}";
            if (address.PostalCode.Length > 0 && address.Numbers.Length > 0)
                yield return $"a|{address.PostalCode}|{address.Numbers}|{name}";
        }
        for (var i = 0; i < names.Count; i++)
            for (var j = i + 1; j < names.Count; j++)
            {
                var pair = string.CompareOrdinal(names[i], names[j]) < 0 ? $"{names[i]}|{names[j]}" : $"{names[j]}|{names[i]}";
                if (!born.IsMissing)
                    yield return $"n|{pair}|{born.Year}";
                if (address.PostalCode.Length > 0)
                    yield return $"p|{pair}|{address.PostalCode}";
            }
        if (born.IsWhole && address.PostalCode.Length > 0)
            yield return $"d|{born.Year}{born.Month:00}{born.Day:00}|{address.PostalCode}";
    }

    private static long Hash(string text, byte[] secret)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
