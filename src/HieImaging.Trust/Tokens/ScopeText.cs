namespace HieImaging.Trust.Tokens;

/// <summary>A list of scopes as text (RFC 6749 3.3): <c>scope-token = 1*( %x21 / %x23-5B / %x5D-7E )</c>, a space between two.</summary>
public static class ScopeText
{
    /// <summary>False for a character outside the grammar (a line break or a tab among them), more than 64 scopes or more than 4096
    /// characters.</summary>
    public static bool TryRead(string? text, out IReadOnlyList<string> scopes)
    {
        scopes = [];
        if (string.IsNullOrEmpty(text))
            return true;
        if (text.Length > 4096 || text.Any(c => c is not (' ' or '!' or (>= '#' and <= '[') or (>= ']' and <= '~'))))
            return false;
        var tokens = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (tokens.Length > 64)
            return false;
        scopes = [.. tokens.Distinct(StringComparer.Ordinal)];
        return true;
    }
}
