using System.Collections.Frozen;

namespace HieImaging.Identity.Matching;

/// <summary>Takes titles and generations out of a name.</summary>
internal static class NameWords
{
    private static readonly FrozenSet<string> Titles = new[]
    {
        "MR", "MRS", "MS", "MISS", "DR", "PROF", "MD", "PHD", "HERR", "FRAU", "MME", "MLLE", "SRA", "SENOR", "SENORA", "REV", "SIR", "DDS", "RN", "ESQ",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The words that are the name, and the generation that it ends in.</summary>
    public static (IReadOnlyList<string> Words, int Generation) Of(IReadOnlyList<string> words)
    {
        var (kept, generation) = (new List<string>(words.Count), 0);
        for (var at = 0; at < words.Count; at++)
            if (at > 0 && Generation.Ends(words[at]))
                generation = Math.Max(generation, Generation.Of(words[at]));
            else if (words.Count == 1 || !Titles.Contains(words[at]))
                kept.Add(words[at]);
        return Placeholders.IsName(kept) ? ([], generation) : (kept, generation);
    }
}
