using System.Collections.Frozen;

namespace HieImaging.Identity.Matching;

/// <summary>Given names that a model's table may lack because few bear them: what is one of these is no slip of another. Facts in
/// <c>rarer-given-names.txt</c>, folded, parted by white space.</summary>
internal static class RarerGivenNames
{
    public static FrozenSet<string> All { get; } = Read();

    private static FrozenSet<string> Read()
    {
        using var table = new StreamReader(typeof(RarerGivenNames).Assembly.GetManifestResourceStream("rarer-given-names.txt")!);
        return table.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
