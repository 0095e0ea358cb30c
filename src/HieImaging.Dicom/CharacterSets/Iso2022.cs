using System.Text;

namespace HieImaging.Dicom.CharacterSets;

/// <summary>
/// Text with code extensions: escape sequences change what the lower and the upper half of the bytes mean (PS3.5 6.1.2.5).
/// </summary>
internal static class Iso2022
{
    private const byte Escape = 0x1B;

    /// <summary>Each step takes at least one byte, so hostile sequences end too; what nothing explains becomes U+FFFD.</summary>
    public static string Decode(
        ReadOnlySpan<byte> bytes, CodeElement lower, CodeElement? upper, IReadOnlyList<CodeElement> others, string delimiters)
    {
        var text = new StringBuilder(bytes.Length);
        var (low, high) = (lower, upper);
        // Senders forget to switch again behind a delimiter, or at all where only one set can be meant.
        var lastHigh = upper is null ? OnlyUpper(others) : null;
        for (var at = 0; at < bytes.Length;)
        {
            var value = bytes[at];
            if (value == Escape)
            {
                if (CodeElement.AfterEscape(bytes[at..]) is not { } element)
                {
                    text.Append('\uFFFD');
                    at++;
                    continue;
                }
                (low, high) = element.IsG1 ? (low, element) : (element, high);
                lastHigh = high;
                at += 1 + element.Escape.Length;
            }
            else if (value < 0x21 || (low.Width == 1 && value < 0x80))
            {
                // Delimiters and control characters bring back the first value's character set (PS3.5 6.1.2.5.3).
                if (value is 0x0A or 0x0C or 0x0D or 0x09 || delimiters.Contains((char)value, StringComparison.Ordinal))
                    (low, high) = (lower, upper);
                text.Append(low == CodeElement.KatakanaLow && value >= 0x21 ? low.Decode([value]) : ((char)value).ToString());
                at++;
            }
            else
            {
                var half = value < 0x80 ? low : high ?? lastHigh;
                var end = at + 1;
                while (end < bytes.Length && bytes[end] != Escape && bytes[end] >= 0x21 && bytes[end] >= 0x80 == value >= 0x80)
                    end++;
                Run(text, half, bytes[at..end]);
                at = end;
            }
        }
        return text.ToString();
    }

    /// <summary>Bytes of text, switching to the first of these code elements that has the character; null when none has it.</summary>
    public static byte[]? Encode(string text, CodeElement lower, CodeElement? upper, IReadOnlyList<CodeElement> others, string delimiters)
    {
        var bytes = new List<byte>(text.Length * 2);
        var (low, high) = (lower, upper);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < 0x80)
            {
                if (low.Width == 2 || low == CodeElement.KatakanaLow)
                    Switch(bytes, low = CodeElement.Ascii);
                bytes.Add((byte)rune.Value);
                if (rune.Value is '\n' or '\f' or '\r' or '\t' || delimiters.Contains((char)rune.Value, StringComparison.Ordinal))
                    (low, high) = (lower, upper);
                continue;
            }
            var character = rune.ToString();
            if ((high?.Encode(character) ?? (low.Width == 2 ? low.Encode(character) : null)) is { } same)
            {
                bytes.AddRange(same);
                continue;
            }
            if (others.FirstOrDefault(element => element.Encode(character) is not null) is not { } other)
                return null;
            (low, high) = other.IsG1 ? (low, other) : (other, high);
            Switch(bytes, other);
            bytes.AddRange(other.Encode(character)!);
        }
        if (low.Width == 2)
            Switch(bytes, CodeElement.Ascii);
        return [.. bytes];
    }

    private static CodeElement? OnlyUpper(IReadOnlyList<CodeElement> others)
    {
        CodeElement? only = null;
        foreach (var element in others)
        {
            if (!element.IsG1)
                continue;
            if (only is not null)
                return null;
            only = element;
        }
        return only;
    }

    private static void Switch(List<byte> bytes, CodeElement to)
    {
        bytes.Add(Escape);
        bytes.AddRange(Encoding.ASCII.GetBytes(to.Escape));
    }

    private static void Run(StringBuilder text, CodeElement? half, ReadOnlySpan<byte> run)
    {
        if (half is null)
        {
            text.Append('\uFFFD', run.Length);
            return;
        }
        var whole = run.Length - (run.Length % half.Width);
        text.Append(half.Decode(run[..whole].ToArray()));
        text.Append('\uFFFD', run.Length - whole);
    }
}
