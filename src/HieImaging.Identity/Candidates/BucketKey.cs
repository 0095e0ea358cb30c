using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Candidates;

/// <summary>
/// A key under which records lie, and into which keys it is divided when they are too many: each record of it then lies under the key with
/// each further attribute that it has. Who could be one person agrees in one more attribute than the first, and so still meets.
/// </summary>
/// <param name="Attributes">Those that the key is made of.</param>
internal readonly record struct BucketKey(long Hash, BucketAttributes Attributes)
{
    /// <summary>A record under more keys than this is none of one person; each costs a lock, of which PostgreSQL has some thousands.</summary>
    public const int Most = 300;

    /// <summary>The keys that a record is born under (<see cref="BlockingKeys"/>); not all of them where there are more than
    /// <see cref="Most"/>.</summary>
    public static IReadOnlyList<BucketKey> Of(Comparable record) =>
    [
        .. BlockingKeys.Kinds(record).Select(key => new BucketKey(key.Hash, AttributesOf(key.Kind))).DistinctBy(key => key.Hash)
            .Take(Most + 1),
    ];

    /// <summary>Whether a further attribute is left to divide by.</summary>
    public bool CanBeDivided => (Attributes & BucketAttributes.Undivided) == 0 && Attributes != BucketAttributes.All;

    /// <summary>Where a record of this bucket lies once it is divided; a record without a further attribute lies under what is left.</summary>
    public IReadOnlyList<BucketKey> Divide(Comparable record)
    {
        var (attributes, hash) = (Attributes, Hash);
        var parts = Further(record).Where(part => (attributes & part.Attribute) == 0)
            .Select(part => new BucketKey(HashOf(hash, part.Text), attributes | part.Attribute))
            .DistinctBy(key => key.Hash).ToList();
        return parts.Count > 0 ? parts : [new BucketKey(HashOf(hash, "-"), attributes | BucketAttributes.Undivided)];
    }

    private static IEnumerable<(BucketAttributes Attribute, string Text)> Further(Comparable record)
    {
        foreach (var identifier in record.Identifiers)
            yield return (BucketAttributes.Identifier, $"i|{identifier.System}|{identifier.Key}");
        foreach (var phone in record.Phones)
            yield return (BucketAttributes.Phone, $"t|{phone[^Math.Min(phone.Length, 7)..]}");
        if (record.BirthDate.IsWhole)
            yield return (BucketAttributes.BirthDate, $"b|{record.BirthDate.Year}{record.BirthDate.Month:00}{record.BirthDate.Day:00}");
        if (record.Address.PostalCode.Length > 0)
            yield return (BucketAttributes.Address, $"a|{record.Address.PostalCode}|{record.Address.Numbers}");
        if (!record.Given.IsMissing && !record.Family.IsMissing)
        {
            string[] pair = [SoundKey.Of(record.Given.Spelling), SoundKey.Of(record.Family.Spelling)];
            Array.Sort(pair, StringComparer.Ordinal);
            yield return (BucketAttributes.Names, $"n|{pair[0]}|{pair[1]}");
        }
    }

    private static BucketAttributes AttributesOf(char kind) => kind switch
    {
        'i' => BucketAttributes.Identifier,
        't' => BucketAttributes.Phone,
        'b' or 'd' or 'e' or 'f' => BucketAttributes.BirthDate,
        'y' or 'p' or 'c' => BucketAttributes.Names,
        _ => BucketAttributes.Address,
    };

    private static long HashOf(long key, string part)
    {
        Span<byte> hash = stackalloc byte[32];
        Span<byte> above = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(above, key);
        HMACSHA256.HashData(above, Encoding.UTF8.GetBytes(part), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}

/// <summary>What a key is made of.</summary>
[Flags]
internal enum BucketAttributes
{
    None = 0,
    Identifier = 1,
    Phone = 2,
    BirthDate = 4,
    Address = 8,
    Names = 16,
    All = 31,

    /// <summary>Records that have no further attribute.</summary>
    Undivided = 32,
}
