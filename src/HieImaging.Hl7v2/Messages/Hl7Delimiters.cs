namespace HieImaging.Hl7v2.Messages;

/// <summary>What separates in a message, as its MSH-1 and MSH-2 say (HL7 v2.5 2.5.4).</summary>
public sealed record Hl7Delimiters(char Field, char Component, char Repetition, char Escape, char Subcomponent)
{
    /// <summary><c>|^~\&amp;</c>: what this node writes.</summary>
    public static Hl7Delimiters Standard { get; } = new('|', '^', '~', '\\', '&');

    /// <summary>MSH-2.</summary>
    public string EncodingCharacters => $"{Component}{Repetition}{Escape}{Subcomponent}";

    /// <summary>The letters by which escape sequences name them (2.7.1), and what each means.</summary>
    internal (char Name, char Means)[] Escapes =>
        [('F', Field), ('S', Component), ('R', Repetition), ('E', Escape), ('T', Subcomponent)];

    /// <summary>Reads both from the first segment; null where they are not five printable signs, each another one, no letter and no
    /// digit.</summary>
    /// <param name="header">Begins with <c>MSH</c>.</param>
    internal static Hl7Delimiters? In(ReadOnlySpan<char> header)
    {
        if (header.Length < 8)
            return null;
        var signs = header.Slice(3, 5);
        for (var i = 0; i < signs.Length; i++)
            if (!char.IsAscii(signs[i]) || char.IsAsciiLetterOrDigit(signs[i]) || signs[i] <= ' ' || signs[i] == 0x7F
                || signs[..i].Contains(signs[i]))
                return null;
        // MSH-2 has four signs and no fifth: 2.7's truncation sign is none of ours
        return header.Length == 8 || header[8] == signs[0] ? new(signs[0], signs[1], signs[2], signs[3], signs[4]) : null;
    }
}
