using System.Collections.Frozen;

namespace HieImaging.Identity.Matching;

/// <summary>Which given names one person is called by: Robert, Bob, Rob; Aleksandr, Sasha. Facts in <c>given-variants.txt</c>, a line each.</summary>
internal static class GivenVariants
{
    private static readonly FrozenDictionary<string, int[]> Lines = Read();

    public static bool Are(string one, string other) =>
        Lines.TryGetValue(one, out var mine) && Lines.TryGetValue(other, out var theirs) && mine.AsSpan().IndexOfAny(theirs) >= 0;

    /// <summary>All names that people of this one are called by, itself among them; none of a name that is not listed.</summary>
    public static IEnumerable<string> Of(string name) => Lines.ContainsKey(name) ? Lines.Keys.Where(other => Are(name, other)) : [];

    public static IEnumerable<string> All => Lines.Keys;

    public static bool Knows(string name) => Lines.ContainsKey(name);

    private static FrozenDictionary<string, int[]> Read()
    {
        using var table = new StreamReader(typeof(GivenVariants).Assembly.GetManifestResourceStream("given-variants.txt")!);
        return table.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany((line, at) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => (name, at)))
            .GroupBy(pair => pair.name, pair => pair.at, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Distinct().ToArray(), StringComparer.Ordinal);
    }
}
