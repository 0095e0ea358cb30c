using System.Buffers;
using System.Globalization;
using System.Text;

namespace HieImaging.Hl7v2.Messages;

/// <summary>Escape sequences of text (HL7 v2.5 2.7): what separates, and bytes in hexadecimal; highlighting is left out, formatting becomes
/// line ends.</summary>
internal static class Hl7Text
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789ABCDEFabcdef");

    public static string Escape(string text, Hl7Delimiters delimiters)
    {
        if (!NeedsEscape(text, delimiters))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            if (NameOf(c, delimiters) is { } name)
                escaped.Append(delimiters.Escape).Append(name).Append(delimiters.Escape);
            else if (c < ' ' || c == 0x7F)
                escaped.Append(CultureInfo.InvariantCulture, $"{delimiters.Escape}X{(int)c:X2}{delimiters.Escape}");
            else
                escaped.Append(c);
        return escaped.ToString();
    }

    public static string Unescape(ReadOnlySpan<char> text, Hl7Delimiters delimiters)
    {
        if (!text.Contains(delimiters.Escape))
            return text.ToString();
        var plain = new StringBuilder(text.Length);
        while (text.Length > 0)
        {
            var start = text.IndexOf(delimiters.Escape);
            var length = start < 0 ? -1 : text[(start + 1)..].IndexOf(delimiters.Escape);
            if (length < 0)
                return plain.Append(text).ToString();           // an escape sign alone is a sign
            plain.Append(text[..start]);
            Append(plain, text.Slice(start + 1, length), delimiters);
            text = text[(start + length + 2)..];
        }
        return plain.ToString();
    }

    /// <summary>The same text with what hexadecimal sequences spell beyond ASCII in the letters themselves: their bytes are of the message's
    /// character set. What that does not have stays as it is.</summary>
    public static string Spelled(string text, Hl7Delimiters delimiters, Encoding encoding)
    {
        if (!text.Contains($"{delimiters.Escape}X", StringComparison.Ordinal))
            return text;
        ReadOnlySpan<char> ends = [delimiters.Field, delimiters.Component, delimiters.Repetition, delimiters.Subcomponent, '\r', '\n'];
        var (spelled, from, at) = (new StringBuilder(text.Length), 0, text.IndexOf(delimiters.Escape));
        while (at >= 0 && text.IndexOf(delimiters.Escape, at + 1) is >= 0 and var end)
        {
            var sequence = text.AsSpan(at + 1, end - at - 1);
            if (sequence.ContainsAny(ends))
            {
                at = end;                                       // it stood alone
                continue;
            }
            if (sequence is ['X', ..] && LettersOf(sequence[1..], encoding) is { } letters)
            {
                spelled.Append(text, from, at - from).Append(Escape(letters, delimiters));
                from = end + 1;
            }
            at = text.IndexOf(delimiters.Escape, end + 1);
        }
        return from == 0 ? text : spelled.Append(text, from, text.Length - from).ToString();
    }

    // Null: they are ASCII, or none of the character set's.
    private static string? LettersOf(ReadOnlySpan<char> digits, Encoding encoding)
    {
        if (digits.IsEmpty || digits.Length % 2 > 0 || digits.ContainsAnyExcept(Hexadecimal))
            return null;
        var bytes = Convert.FromHexString(digits);
        try
        {
            return !Array.TrueForAll(bytes, one => one < 0x80) && encoding.GetString(bytes) is var letters && !letters.Any(IsControl)
                ? letters
                : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Of those beyond ASCII: the others are escaped again.
    private static bool IsControl(char letter) => letter >= 0x80 && char.IsControl(letter);

    private static void Append(StringBuilder plain, ReadOnlySpan<char> sequence, Hl7Delimiters delimiters)
    {
        if (sequence.Length == 1)
        {
            foreach (var (name, means) in delimiters.Escapes)
                if (name == sequence[0])
                    plain.Append(means);
        }
        else if (sequence.Length > 1 && sequence[0] == 'X')
            AppendHexadecimal(plain, sequence[1..]);
        else if (sequence.StartsWith(".br", StringComparison.Ordinal) || sequence.StartsWith(".sp", StringComparison.Ordinal))
            plain.Append('\n');
    }

    // No sequence makes a sign that text cannot hold (PostgreSQL, JSON and XML know no NUL).
    private static void AppendHexadecimal(StringBuilder plain, ReadOnlySpan<char> digits)
    {
        for (; digits.Length >= 2; digits = digits[2..])
            if (byte.TryParse(digits[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                plain.Append(code is >= 0x20 and < 0x7F or 0x09 or 0x0A or 0x0D ? (char)code : '\uFFFD');
    }

    private static bool NeedsEscape(string text, Hl7Delimiters delimiters)
    {
        foreach (var c in text)
            if (c < ' ' || c == 0x7F || NameOf(c, delimiters) is not null)
                return true;
        return false;
    }

    private static char? NameOf(char c, Hl7Delimiters delimiters) =>
        c == delimiters.Field ? 'F'
        : c == delimiters.Component ? 'S'
        : c == delimiters.Repetition ? 'R'
        : c == delimiters.Escape ? 'E'
        : c == delimiters.Subcomponent ? 'T'
        : null;
}
