using System.Collections.Concurrent;

namespace HieImaging.Fhir.Elements;

/// <summary>The types of R4 out of <c>profiles/r4/elements.txt</c>, each put together when it is first asked for. Codes and lines point
/// into one text.</summary>
internal static class ElementTables
{
    private const string Table = "r4-elements.txt";

    private static readonly Lazy<Dictionary<string, string[]>> Blocks = new(ReadBlocks);
    private static readonly ConcurrentDictionary<string, ElementType> Types = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, CodeSet> CodeSets = new(StringComparer.Ordinal);

    /// <summary>The type of that name (<c>Patient</c>, <c>HumanName</c>, <c>ImagingStudy.series</c>); null where R4 has none.</summary>
    internal static ElementType? Find(string name) =>
        Types.TryGetValue(name, out var known) ? known
        : name is not ['=', ..] && Blocks.Value.ContainsKey(name) ? Types.GetOrAdd(name, Build)
        : null;

    /// <summary>A resource type that has instances.</summary>
    internal static ElementType? FindResource(string name) =>
        name is not ("Resource" or "DomainResource") && Find(name) is { IsResource: true } type ? type : null;

    /// <summary>The value set of that name (the last part of its URL); null where no element is bound to it.</summary>
    internal static CodeSet? FindCodes(string name) => Blocks.Value.TryGetValue("=" + name, out var block)
        ? CodeSets.GetOrAdd(name, _ => new CodeSet(Words(block[0]).Skip(1)))
        : null;

    private static ElementType Build(string name)
    {
        var line = Blocks.Value[name];
        var elements = new List<ElementDefinition>();
        var lineage = new List<string> { name };
        for (var at = line; ; at = Blocks.Value[lineage[^1]])
        {
            elements.InsertRange(0, at.Skip(1).Select(Element));
            var inherited = Words(at[0])[1];
            if (inherited == "-")
                return new ElementType(lineage, elements);
            lineage.Add(inherited);
        }
    }

    private static ElementDefinition Element(string line)
    {
        var words = Words(line);
        var codes = words[^1].StartsWith('=')
            ? FindCodes(words[^1][1..])
            : null;
        return new(words[0].Replace("[x]", "", StringComparison.Ordinal), words[1] is "!" or "+", words[1] is "*" or "+",
            [.. words[2..(codes is null ? ^0 : ^1)].Select(TypeReference.Parse)], codes);
    }

    /// <summary>A block is a line that is not indented, by its first word, and the indented lines that follow.</summary>
    private static Dictionary<string, string[]> ReadBlocks()
    {
        using var stream = typeof(ElementTables).Assembly.GetManifestResourceStream(Table)
            ?? throw new InvalidOperationException($"{Table} is not embedded.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToArray();
        var blocks = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (int start = 0, end; start < lines.Length; start = end)
        {
            for (end = start + 1; end < lines.Length && lines[end][0] == ' ';)
                end++;
            blocks.Add(Words(lines[start])[0], lines[start..end]);
        }
        return blocks;
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
