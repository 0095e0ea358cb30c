namespace HieImaging.Trust.Callers;

/// <summary>The arithmetic of scopes: which text is one, what a set of them grants, and what two sets have in common. Pure.</summary>
public static class Scopes
{
    /// <summary>Reads a space-separated list (RFC 6749 3.3); false for a control character, a character outside the grammar, more than 64 or longer than 4096.</summary>
    public static bool TryRead(string? text, out IReadOnlyList<string> scopes)
    {
        scopes = [];
        if (string.IsNullOrEmpty(text))
            return true;
        // scope-token = 1*( %x21 / %x23-5B / %x5D-7E ), one space between two
        if (text.Length > 4096 || text.Any(c => c is not (' ' or '!' or (>= '#' and <= '[') or (>= ']' and <= '~'))))
            return false;
        var tokens = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (tokens.Length > 64)
            return false;
        scopes = [.. tokens.Distinct(StringComparer.Ordinal)];
        return true;
    }

    /// <summary>Whether the set admits what needs <paramref name="required"/>.</summary>
    public static bool Grant(IReadOnlySet<string> held, string required)
    {
        if (held.Contains(required))
            return true;
        return SmartScope.TryRead(required, out var needed) && needed.Query.Count == 0
            && needed.Letters.All(letter => held.Any(text => SmartScope.TryRead(text, out var scope) && scope.Grants(needed.Level, needed.Type, letter)));
    }

    /// <summary>What the requested scopes and the registered ones have in common; a requested scope that nothing covers is left out.</summary>
    public static IReadOnlySet<string> Common(IEnumerable<string> requested, IEnumerable<string> registered)
    {
        var known = registered.ToList();
        var common = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in requested)
        {
            if (!SmartScope.TryRead(text, out var wanted))
            {
                if (known.Contains(text, StringComparer.Ordinal))
                    common.Add(text);
                continue;
            }
            foreach (var other in known)
                if (SmartScope.TryRead(other, out var mine) && wanted.Within(mine) is { } narrowed)
                    common.Add(narrowed.ToString());
        }
        return common;
    }
}
