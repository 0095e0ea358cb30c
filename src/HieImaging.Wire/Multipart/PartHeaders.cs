using System.Text;

namespace HieImaging.Wire.Multipart;

/// <summary>
/// The headers of one part: names without case, no name twice, no folded
/// lines (RFC 2046 5.1; folding is refused because readers disagree on it).
/// </summary>
public sealed class PartHeaders
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private PartHeaders()
    {
    }

    /// <summary>The field's value, trimmed; null where the part has none.</summary>
    public string? this[string name] => _fields.GetValueOrDefault(name);

    public IReadOnlyDictionary<string, string> Fields => _fields;

    /// <summary>Reads the lines between a boundary and the empty line.</summary>
    internal static PartHeaders Parse(ReadOnlySpan<byte> block)
    {
        var headers = new PartHeaders();
        while (!block.IsEmpty)
        {
            var end = block.IndexOf("\r\n"u8);
            var line = end < 0 ? block : block[..end];
            block = end < 0 ? default : block[(end + 2)..];
            headers.Add(line);
        }
        return headers;
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[0] is (byte)' ' or (byte)'\t')
            throw new MalformedException("A part has a folded header.");
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
            throw new MalformedException("A part has a header without a name.");
        foreach (var letter in line[..colon])
            if (letter is <= 0x20 or >= 0x7F)
                throw new MalformedException("A part has a header whose name is no token.");
        if (line.ContainsAnyInRange<byte>(0x00, 0x08) || line.ContainsAnyInRange<byte>(0x0A, 0x1F))
            throw new MalformedException("A part has a header with a control character.");
        if (!_fields.TryAdd(Encoding.ASCII.GetString(line[..colon]), Encoding.UTF8.GetString(line[(colon + 1)..]).Trim()))
            throw new MalformedException("A part has a header twice.");
    }
}
