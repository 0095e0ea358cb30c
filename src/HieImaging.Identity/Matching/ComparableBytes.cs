using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>A <see cref="Comparable"/> as few bytes and back. The first byte is the form's number: what was written under another is made anew.</summary>
internal static class ComparableBytes
{
    private const byte Form = 1, IsUnnamed = 1, IsCompoundGiven = 2;

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
        to.Write((byte)((record.Unnamed ? IsUnnamed : 0) | (record.CompoundGiven ? IsCompoundGiven : 0)));
        to.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">They are of another form.</exception>
    public static Comparable Read(ReadOnlySpan<byte> bytes)
    {
        var from = new Reading(bytes);
        if (from.Byte() != Form)
            throw new InvalidDataException("A normalised record of another form.");
        var flags = bytes[^1];
        return new Comparable
        {
            Family = new ComparableName(from.Words()),
            OtherFamilies = Names(ref from),
            Given = new ComparableName(from.Words()),
            Generation = from.Byte(),
            BirthDate = new ComparableDate(from.Number(), from.Byte(), from.Byte()),
            Sex = from.Byte() is var sex and not 0 ? (char)sex : null,
            Address = new ComparableAddress(from.Text(), from.Text(), from.Text(), from.Text(), from.Text()),
            Phones = from.Words(),
            Identifiers = Identifiers(ref from),
            Unnamed = (flags & IsUnnamed) != 0,
            CompoundGiven = (flags & IsCompoundGiven) != 0,
        };
    }

    private static ComparableName[] Names(ref Reading from)
    {
        var names = new ComparableName[from.Number()];
        for (var at = 0; at < names.Length; at++)
            names[at] = new ComparableName(from.Words());
        return names;
    }

    private static ComparableIdentifier[] Identifiers(ref Reading from)
    {
        var identifiers = new ComparableIdentifier[from.Number()];
        for (var at = 0; at < identifiers.Length; at++)
            identifiers[at] = new ComparableIdentifier(from.Text(), from.Text(), from.Byte() != 0);
        return identifiers;
    }

    private static void Write(BinaryWriter to, IReadOnlyList<string> words) => Write(to, words, to.Write);

    private static void Write<T>(BinaryWriter to, IReadOnlyList<T> items, Action<T> write)
    {
        to.Write7BitEncodedInt(items.Count);
        foreach (var item in items)
            write(item);
    }

    // As BinaryReader reads, without its stream and buffers: a record that is loaded meets a hundred others.
    private ref struct Reading(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public byte Byte() => Take(1)[0];

        public int Number()
        {
            var number = 0;
            for (var shift = 0; shift < 35; shift += 7)
            {
                var next = Byte();
                number |= (next & 0x7F) << shift;
                if (next < 0x80)
                    return number;
            }
            throw new InvalidDataException("A number of too many bytes.");
        }

        public string Text() => Encoding.UTF8.GetString(Take(Number()));

        public string[] Words()
        {
            var words = new string[Number()];
            for (var at = 0; at < words.Length; at++)
                words[at] = Text();
            return words;
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}
