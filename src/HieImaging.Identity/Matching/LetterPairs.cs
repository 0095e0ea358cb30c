namespace HieImaging.Identity.Matching;

/// <summary>A text as the sorted bag of its neighbouring letters: Dice's likeness of two such bags does not mind where a word stood.</summary>
internal static class LetterPairs
{
    public static ushort[] Of(string text)
    {
        if (text.Length < 2)
            return text.Length == 0 ? [] : [text[0]];
        var pairs = new ushort[text.Length - 1];
        for (var at = 0; at < pairs.Length; at++)
            pairs[at] = (ushort)((text[at] & 0xFF) << 8 | text[at + 1] & 0xFF);
        Array.Sort(pairs);
        return pairs;
    }

    /// <summary>Twice what is common over what there is: 1 for equal bags.</summary>
    public static double Likeness(ushort[] a, ushort[] b) => a.Length + b.Length == 0 ? 0 : 2.0 * Common(a, b) / (a.Length + b.Length);

    public static int Common(ushort[] a, ushort[] b)
    {
        var (i, j, common) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
            if (a[i] == b[j])
                (i, j, common) = (i + 1, j + 1, common + 1);
            else if (a[i] < b[j])
                i++;
            else
                j++;
        return common;
    }
}
