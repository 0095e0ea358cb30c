namespace HieImaging.Identity.Matching;

/// <summary>Whether two records share a telephone number; a local number is the end of a whole one.</summary>
internal static class PhoneComparison
{
    public static byte Of(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        if (a.Count == 0 || b.Count == 0)
            return Levels.Missing;
        byte best = 2;
        for (var i = 0; i < a.Count; i++)
            for (var j = 0; j < b.Count; j++)
                if (a[i].EndsWith(b[j], StringComparison.Ordinal) || b[j].EndsWith(a[i], StringComparison.Ordinal))
                    return 0;
                else if (EditDistance.One(a[i], b[j]))
                    best = 1;
        return best;
    }
}
