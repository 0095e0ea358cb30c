using System.Globalization;
using System.Security.Cryptography;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>
/// One attribute as a reader of DICOM has it, in a form in which readers compare: text as text, its padding gone; numbers and tags as
/// hexadecimal digits, little endian; other bytes as a length and the start of their SHA-256; a sequence as the number of its items.
/// </summary>
/// <param name="Path">Tags in hexadecimal, the item's index behind each sequence: <c>0040A730[0]/00080100</c>.</param>
/// <param name="VR">Two letters, or what the reader says instead.</param>
/// <param name="Value">The value.</param>
/// <param name="Length">The length on the wire, where the reader tells it.</param>
internal sealed record OracleRow(string Path, string VR, string Value, long? Length = null)
{
    public string Tag => Path[^8..];

    public bool IsPrivate => (Convert.ToInt32(Tag[3..4], 16) & 1) == 1;

    public static string Digest(ReadOnlySpan<byte> bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} {Convert.ToHexStringLower(SHA256.HashData(bytes)[..8])}");

    /// <summary>Fragments as the items that they are on the wire, without the delimiter.</summary>
    public static string Digest(IEnumerable<ReadOnlyMemory<byte>> fragments)
    {
        var wire = new MemoryStream();
        foreach (var fragment in fragments)
        {
            wire.Write([0xFE, 0xFF, 0x00, 0xE0]);
            wire.Write(BitConverter.GetBytes(fragment.Length));
            wire.Write(fragment.Span);
        }
        return Digest(wire.GetBuffer().AsSpan(0, (int)wire.Length));
    }
}
