namespace HieImaging.Identity.Matching;

/// <summary>How far two spellings are from each other.</summary>
internal static class EditDistance
{
    /// <summary>Nobody's name or number is longer: what is costs its square, and is another unless it is equal.</summary>
    private const int Longest = 256;

    /// <summary>Whether one letter put in, left out, changed, or two neighbours exchanged makes one the other; equal is not one edit.</summary>
    public static bool One(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > b.Length)
            return One(b, a);
        if (b.Length - a.Length > 1)
            return false;
        var start = a.CommonPrefixLength(b);
        var restA = a[start..];
        var restB = b[start..];
        if (a.Length < b.Length)
            return restA.SequenceEqual(restB[1..]);
        if (restA.IsEmpty)
            return false;
        return restA[1..].SequenceEqual(restB[1..])
            || restA.Length > 1 && restA[0] == restB[1] && restA[1] == restB[0] && restA[2..].SequenceEqual(restB[2..]);
    }

    /// <summary>Edits between two (Damerau-Levenshtein, neighbours exchanged once), at most <paramref name="most"/> + 1.</summary>
    public static int Between(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
            return most + 1;
        if (b.Length > Longest)
            return a.SequenceEqual(b) ? 0 : most + 1;
        Span<int> before = stackalloc int[b.Length + 1], previous = stackalloc int[b.Length + 1], current = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
            var spare = before;
            before = previous;
            previous = current;
            current = spare;
        }
        return Math.Min(previous[b.Length], most + 1);
    }
}
