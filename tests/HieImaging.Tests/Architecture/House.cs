using System.Text.RegularExpressions;

namespace HieImaging.Tests.Architecture;

/// <summary>A source file as the architecture sees it: project, namespace, the namespaces it uses, the schemas its SQL names.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public string Project { get; } = ProjectOf(Path);
    public string Namespace { get; } = NamespaceLine().Match(Text) is { Success: true } match ? match.Groups[1].Value : "";
    public string Folder { get; } = System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');
    public int Lines { get; } = Text.Count(c => c == '\n') + 1;

    public IEnumerable<string> Uses() =>
        UsingLine().Matches(Text).Select(match => match.Groups[1].Value).Where(name => name.StartsWith("HieImaging.", StringComparison.Ordinal));

    /// <summary>Schemas named in SQL: <c>registry.document_entry</c> in a string or a .sql file.</summary>
    public IEnumerable<string> Schemas() =>
        SchemaName().Matches(Path.EndsWith(".sql", StringComparison.Ordinal) ? Text : Strings(Text)).Select(match => match.Groups[1].Value).Distinct();

    public IEnumerable<string> DeclaredTypes() => TypeDeclaration().Matches(Text).Select(match => match.Groups[1].Value);

    private static string ProjectOf(string path) => path.Split('/').SkipWhile(part => part != "src").Skip(1).First().Replace("HieImaging.", "", StringComparison.Ordinal);

    // Only what stands in string literals: a namespace such as HieImaging.Registry.Documents is not SQL.
    private static string Strings(string text) => string.Join('\n', Literal().Matches(Comment().Replace(text, "")).Select(match => match.Value));

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"\b(document_store|record_locator|trust|registry|identity|broker|governance)\.[a-z_]+")]
    private static partial Regex SchemaName();

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?([A-Z]\w+)")]
    private static partial Regex TypeDeclaration();
}

/// <summary>The house's rules over a set of source files; each answer is a list of what breaks it.</summary>
internal sealed class House(IReadOnlyList<SourceFile> files)
{
    public const int LongestFile = 300;

    public static readonly IReadOnlyDictionary<string, int> Floors = new Dictionary<string, int>
    {
        ["AffinityDomain"] = 1, ["Wire"] = 1,
        ["DocumentStore"] = 2, ["Dicom"] = 2, ["Fhir"] = 2, ["Xds"] = 2, ["Hl7v2"] = 2,
        ["RecordLocator"] = 3, ["FhirServer"] = 3, ["Manifests"] = 3, ["Archives"] = 3,
        ["Trust"] = 4,
        ["Registry"] = 5, ["Identity"] = 5, ["Broker"] = 5, ["Governance"] = 5,
        ["Node"] = 6, ["Publisher"] = 6,
    };

    public static readonly IReadOnlyDictionary<string, string> SchemaOwners = new Dictionary<string, string>
    {
        ["document_store"] = "DocumentStore", ["record_locator"] = "RecordLocator", ["trust"] = "Trust",
        ["registry"] = "Registry", ["identity"] = "Identity", ["broker"] = "Broker", ["governance"] = "Governance",
    };

    private static readonly string[] Drawers =
        ["Services", "Models", "Helpers", "Common", "Utils", "Core", "Extensions", "Abstractions", "Shared"];

    private static readonly string[] RefusedSuffixes = ["Service", "Manager", "Helper", "Util", "Processor", "Base", "Impl", "Dto", "Model", "Info"];

    private IEnumerable<SourceFile> Code => files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    public static House Standing()
    {
        var root = Repository.Root;
        var files = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".sql", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path))));
        return new House([.. files]);
    }

    /// <summary>A file imports only from floors below its own, nothing beside it.</summary>
    public IReadOnlyList<string> ArrowsThatDoNotPointDown() =>
        [.. from file in Code
            from used in file.Uses()
            let target = used.Split('.')[1]
            where target != file.Project && Floors.ContainsKey(target) && Floors[target] >= Floors.GetValueOrDefault(file.Project)
            select $"{file.Path} uses {used}"];

    /// <summary>A schema's name in SQL is an arrow like a using.</summary>
    public IReadOnlyList<string> SchemasThatDoNotPointDown() =>
        [.. from file in files
            from schema in file.Schemas()
            let owner = SchemaOwners[schema]
            where owner != file.Project && Floors[owner] >= Floors.GetValueOrDefault(file.Project)
            select $"{file.Path} names {schema} of {owner}"];

    public IReadOnlyList<string> NamespacesThatAreNotFolders() =>
        [.. from file in Code
            where file.Namespace.Length > 0
            let expected = string.Join('.', file.Folder.Split('/').Skip(1))
            where file.Namespace != expected
            select $"{file.Path} says {file.Namespace}"];

    public IReadOnlyList<string> DrawersFound() =>
        [.. files.Where(file => file.Folder.Split('/').Any(Drawers.Contains)).Select(file => file.Path)];

    public IReadOnlyList<string> RefusedNames() =>
        [.. from file in Code
            from type in file.DeclaredTypes()
            where RefusedSuffixes.Any(suffix => type.EndsWith(suffix, StringComparison.Ordinal) && type != suffix)
            select $"{file.Path} declares {type}"];

    public IReadOnlyList<string> FilesTooLong() =>
        [.. Code.Where(file => file.Lines > LongestFile).Select(file => $"{file.Path} has {file.Lines} lines")];

    /// <summary>Circles of namespaces, inside a project too.</summary>
    public IReadOnlyList<string> Circles()
    {
        var spaces = Code.Select(file => file.Namespace).ToHashSet();
        var arrows = Code.GroupBy(file => file.Namespace).ToDictionary(
            group => group.Key,
            group => group.SelectMany(file => file.Uses()).Where(used => used != group.Key && spaces.Contains(used)).ToHashSet());
        return [.. spaces.Where(space => Reaches(space, space, arrows, [])).Order().Select(space => $"{space} reaches itself")];
    }

    private static bool Reaches(string from, string target, Dictionary<string, HashSet<string>> arrows, HashSet<string> seen) =>
        arrows.TryGetValue(from, out var next)
        && next.Any(space => space == target || (seen.Add(space) && Reaches(space, target, arrows, seen)));
}
