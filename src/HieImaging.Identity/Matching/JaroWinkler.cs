namespace HieImaging.Identity.Matching;

/// <summary>Likeness of two names between 0 and 1: letters in common near the same place, more where the beginnings agree (Winkler 1990).</summary>
internal static class JaroWinkler
{
    private const int Longest = 64;

    public static double Of(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a[..Math.Min(a.Length, Longest)];
        b = b[..Math.Min(b.Length, Longest)];
        if (a.IsEmpty || b.IsEmpty)
            return 0;
        if (a.SequenceCompareTo(b) > 0)                                    // letters are taken in the order of the first: it has to be the same one
            return Of(b, a);
        var reach = Math.Max(0, Math.Max(a.Length, b.Length) / 2 - 1);
        var (takenA, takenB, common) = (0UL, 0UL, 0);
        for (var i = 0; i < a.Length; i++)
            for (var j = Math.Max(0, i - reach); j < Math.Min(b.Length, i + reach + 1); j++)
                if ((takenB & (1UL << j)) == 0 && a[i] == b[j])
                {
                    takenA |= 1UL << i;
                    takenB |= 1UL << j;
                    common++;
                    break;
                }
        if (common == 0)
            return 0;
        var (outOfPlace, at) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if ((takenA & (1UL << i)) == 0)
                continue;
            while ((takenB & (1UL << at)) == 0)
                at++;
            if (a[i] != b[at++])
                outOfPlace++;
        }
        double m = common;
        var jaro = (m / a.Length + m / b.Length + (m - outOfPlace / 2) / m) / 3;
        var prefix = Math.Min(4, a.CommonPrefixLength(b));
        return jaro + prefix * 0.1 * (1 - jaro);
    }
}
