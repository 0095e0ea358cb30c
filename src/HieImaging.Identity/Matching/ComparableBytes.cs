using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>A <see cref="Comparable"/> as few bytes and back. The first byte is the form's number: what was written under another is made anew.</summary>
internal static class ComparableBytes
{
    private const byte Form = 1;

    public static byte[] Write(Comparable record)
    {
        using var bytes = new MemoryStream(160);
        using var to = new BinaryWriter(bytes, Encoding.UTF8);
        to.Write(Form);
        Write(to, record.Family.Words);
        Write(to, record.OtherFamilies, name => Write(to, name.Words));
        Write(to, record.Given.Words);
        to.Write((byte)record.Generation);
        to.Write7BitEncodedInt(record.BirthDate.Year);
        to.Write((byte)record.BirthDate.Month);
        to.Write((byte)record.BirthDate.Day);
        to.Write((byte)(record.Sex ?? '\0'));
        foreach (var part in (string[])[record.Address.Street, record.Address.Numbers, record.Address.City, record.Address.State, record.Address.PostalCode])
            to.Write(part);
        Write(to, record.Phones);
        Write(to, record.Identifiers, identifier =>
        {
            to.Write(identifier.System);
            to.Write(identifier.Key);
            to.Write(identifier.Local);
        });
        to.Write(record.Unnamed);
        to.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">They are of another form.</exception>
    public static Comparable Read(ReadOnlySpan<byte> bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
        if (from.ReadByte() != Form)
            throw new InvalidDataException("A normalised record of another form.");
        return new Comparable
        {
            Family = new ComparableName(Words(from)),
            OtherFamilies = Read(from, static from => new ComparableName(Words(from))),
            Given = new ComparableName(Words(from)),
            Generation = from.ReadByte(),
            BirthDate = new ComparableDate(from.Read7BitEncodedInt(), from.ReadByte(), from.ReadByte()),
            Sex = from.ReadByte() is var sex and not 0 ? (char)sex : null,
            Address = new ComparableAddress(from.ReadString(), from.ReadString(), from.ReadString(), from.ReadString(), from.ReadString()),
            Phones = Words(from),
            Identifiers = Read(from, static from => new ComparableIdentifier(from.ReadString(), from.ReadString(), from.ReadBoolean())),
            Unnamed = from.ReadBoolean(),
        };
    }

    private static void Write(BinaryWriter to, IReadOnlyList<string> words) => Write(to, words, to.Write);

    private static void Write<T>(BinaryWriter to, IReadOnlyList<T> items, Action<T> write)
    {
        to.Write7BitEncodedInt(items.Count);
        foreach (var item in items)
            write(item);
    }

    private static string[] Words(BinaryReader from) => Read(from, static from => from.ReadString());

    private static T[] Read<T>(BinaryReader from, Func<BinaryReader, T> read)
    {
        var items = new T[from.Read7BitEncodedInt()];
        for (var at = 0; at < items.Length; at++)
            items[at] = read(from);
        return items;
    }
}
