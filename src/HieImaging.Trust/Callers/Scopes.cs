namespace HieImaging.Trust.Callers;

/// <summary>The arithmetic of scopes: what a set of them grants, and what two sets have in common. Pure.</summary>
public static class Scopes
{
    /// <summary>Whether the set admits what needs <paramref name="required"/>.</summary>
    public static bool Grant(IReadOnlySet<string> held, string required)
    {
        if (held.Contains(required))
            return true;
        return SmartScope.TryRead(required, out var needed) && needed.Query.Count == 0
            && needed.Letters.All(letter => held.Any(text =>
                SmartScope.TryRead(text, out var scope) && scope.Grants(needed.Level, needed.Type, letter)));
    }

    /// <summary>What the requested scopes and the registered ones have in common; a requested scope that nothing covers is left
    /// out.</summary>
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

    /// <summary>The modalities that the ImagingStudy scopes narrow to; null when one of them is not narrowed, or there is none.</summary>
    public static IReadOnlyList<string>? ModalitiesOf(IEnumerable<string> held)
    {
        var scopes = held.Select(text => SmartScope.TryRead(text, out var scope) ? scope : null).OfType<SmartScope>()
            .Where(scope => scope.Grants(scope.Level, "ImagingStudy", 'r') || scope.Grants(scope.Level, "ImagingStudy", 's')).ToList();
        return scopes.Count == 0 || scopes.Any(scope => scope.Query.Count == 0)
            ? null
            : [.. scopes.SelectMany(scope => scope.Modalities).Distinct()];
    }
}
