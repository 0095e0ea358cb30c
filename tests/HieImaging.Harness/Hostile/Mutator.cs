using System.Buffers.Binary;

namespace HieImaging.Harness.Hostile;

/// <summary>Makes something wrong of something good: bits turned, ends cut off, pieces doubled or lost, lengths that lie, words of the format out of place.</summary>
/// <param name="words">What the format's readers look for.</param>
public sealed class Mutator(IReadOnlyList<byte[]> words)
{
    private static readonly uint[] Lies = [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    /// <summary>One change mostly, or two or three, decided by the generator alone.</summary>
    public byte[] Mutate(byte[] good, Random random)
    {
        var bytes = good;
        for (var changes = Math.Max(0, random.Next(6) - 3); changes >= 0; changes--)
            bytes = Change(bytes, random);
        return bytes;
    }

    private byte[] Change(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return [.. Word(random)];
        var at = random.Next(bytes.Length);
        var count = Math.Min(bytes.Length - at, 1 + random.Next(1 + Math.Min(64, bytes.Length / 4)));
        return random.Next(8) switch
        {
            0 or 1 => Flipped(bytes, random),
            2 => bytes[..at],
            3 => [.. bytes[..(at + count)], .. bytes[at..]],
            4 => [.. bytes[..at], .. bytes[(at + count)..]],
            5 => Lied(bytes, at, random),
            6 => [.. bytes[..at], .. Word(random), .. bytes[at..]],
            _ => Over(bytes, at, Word(random)),
        };
    }

    private byte[] Word(Random random) => words[random.Next(words.Count)];

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        var flipped = (byte[])bytes.Clone();
        for (var bits = random.Next(3); bits >= 0; bits--)
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static byte[] Lied(byte[] bytes, int at, Random random)
    {
        var lied = (byte[])bytes.Clone();
        var lie = Lies[random.Next(Lies.Length)];
        if (random.Next(2) == 0 && lied.Length - at >= 4)
            BinaryPrimitives.WriteUInt32LittleEndian(lied.AsSpan(at), lie);
        else if (lied.Length - at >= 2)
            BinaryPrimitives.WriteUInt16LittleEndian(lied.AsSpan(at), (ushort)lie);
        else
            lied[at] = (byte)lie;
        return lied;
    }

    private static byte[] Over(byte[] bytes, int at, byte[] word)
    {
        var over = (byte[])bytes.Clone();
        word.AsSpan(0, Math.Min(word.Length, over.Length - at)).CopyTo(over.AsSpan(at));
        return over;
    }
}
