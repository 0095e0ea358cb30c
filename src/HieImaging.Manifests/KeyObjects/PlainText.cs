namespace HieImaging.Manifests.KeyObjects;

/// <summary>
/// Text from a data set as documents may carry it: no control characters, no lone surrogates, nothing that XML cannot hold, at most 1,024
/// characters, null when nothing is left.
/// </summary>
internal static class PlainText
{
    private const int Longest = 1024;

    public static string? Of(string? text)
    {
        if (text is null)
            return null;
        if (text.AsSpan().ContainsAnyInRange('\0', '\x1f')
            || text.AsSpan().ContainsAnyInRange('\x7f', '\x9f')
            || text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')
            || text.AsSpan().ContainsAny('\ufffe', '\uffff'))
            text = Cleaned(text);
        text = text.Trim();
        if (text.Length > Longest)
            text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)].TrimEnd();
        return text.Length == 0 ? null : text;
    }

    private static string Cleaned(string text) => string.Create(text.Length, text, static (cleaned, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            var paired = (char.IsHighSurrogate(from[i]) && i + 1 < from.Length && char.IsLowSurrogate(from[i + 1]))
                || (char.IsLowSurrogate(from[i]) && i > 0 && char.IsHighSurrogate(from[i - 1]));
            cleaned[i] = char.IsControl(from[i])
                || from[i] is '\ufffe' or '\uffff'
                || (char.IsSurrogate(from[i]) && !paired)
                ? ' '
                : from[i];
        }
    });
}
