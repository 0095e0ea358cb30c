using System.Text.Json;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.FhirPath;
using HieImaging.Fhir.Validation;
using HieImaging.Tests.Fhir.Xml;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Fhir.FhirPath;

/// <summary>Every invariant of R4 on every element that it is about: over made resources always, over the corpus where it is at hand, and
/// with npm <c>fhirpath</c> as the second opinion where that is.</summary>
public sealed class SecondOpinionTests(ITestOutputHelper output)
{
    private const int LargestSearchedWhole = 100_000;
    private const int LargestMutated = 20_000;

    // What fhirpath.js 4.11 cannot evaluate at all; docs/testing.md says which invariants that are.
    private static readonly string[] CannotThere = ["Not implemented: htmlChecks", "Invalid regular expression", "The asynchronous function"];

    [Fact]
    public void Every_invariant_comes_to_an_answer_and_fhirpath_js_comes_to_the_same()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        using var node = NodeScript.Find();
        var resources = Resources(new Random(seed), whole: node is not null).ToList();
        var rules = Rules().ToList();
        var ours = Answers(resources, rules);
        output.WriteLine($"{rules.Count} rules, {resources.Count} resources, {ours.Values.Sum(answers => answers.Length)} answers, "
            + $"{ours.Values.Sum(answers => answers.Count(one => one == 'F'))} of them false");

        Assert.DoesNotContain(ours, answer => answer.Value == "Failed");
        if (node is null)
        {
            output.WriteLine("fhirpath.js is not at hand: tests/second-opinion/fhirpath.sh");
            return;
        }
        var theirs = Foreign(node, resources, rules);
        foreach (var group in theirs.Where(answer => CannotThere.Any(answer.Value.Contains)).GroupBy(answer => answer.Key.Key))
        {
            output.WriteLine($"not evaluated there: {group.Key} ({group.Count()}): {group.First().Value[..Math.Min(60, group.First().Value.Length)]}");
            foreach (var answer in group)
                ours.Remove(answer.Key);
        }
        output.WriteLine($"{ours.Values.Sum(answers => answers.Length)} answers compared");
        Assert.Empty(ours.Where(answer => theirs.GetValueOrDefault(answer.Key) != answer.Value)
            .Select(answer => $"{answer.Key}: {answer.Value} here, {theirs.GetValueOrDefault(answer.Key)} there").Take(20));
    }

    private static IEnumerable<(string Id, JsonElement Resource, JsonElement Root)> Resources(Random random, bool whole)
    {
        var made = new RandomResource(random);
        var resources = Enumerable.Range(0, whole ? 200 : 50).Select(index => ($"made {index}", Parsed(made.Next())));
        var corpus = CorpusResources.All(largest: whole ? 2_000_000 : 20_000, entries: whole ? 200 : 0);
        foreach (var (id, resource) in resources.Concat(corpus))
        {
            yield return (id, resource, resource);
            if (resource.TryGetProperty("contained", out var contained))
            {
                foreach (var (index, one) in contained.EnumerateArray().Index())
                    yield return ($"{id}#{index}", one, resource);
            }
            var text = JsonSerializer.SerializeToUtf8Bytes(resource);
            for (var times = 0; times < (whole ? 5 : 1) && text.Length < LargestMutated && !id.Contains('/', StringComparison.Ordinal); times++)
            {
                var mutated = MutatedResource.Of(text, random);
                yield return ($"{id}!{times}", mutated, mutated);
            }
        }
    }

    private static JsonElement Parsed(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    /// <summary>Each answers T, F or E (empty) for each element, in the same order on both sides.</summary>
    private static IEnumerable<Rule> Rules()
    {
        foreach (var (path, invariant) in InvariantTable.All)
        {
            var names = path.Replace("[x]", "", StringComparison.Ordinal).Split('.');
            var rest = string.Concat(names.Skip(1).Select(name => $"`{name}`."));
            var type = ElementTables.Find(names[0])!;
            var starts = type.IsResource ? [""]
                // There an extension is of no type and a system's string is none of FHIR: the elements are named by where they stand.
                : path == "Extension" ? new[] { "extension.", "modifierExtension.", "descendants().extension.", "descendants().modifierExtension." }
                : path == "Element" ? ["descendants().where($this is Element and ($this is uri or $this is string or $this is xhtml or $this is Extension).not())."]
                : [$"descendants().ofType({names[0]})."];
            foreach (var start in starts)
            {
                yield return new(
                    type.IsResource ? names[0] : null,
                    $"{path} {invariant.Key} {start}",
                    $"{start}{rest}select(iif(({invariant.Expression}).exists(), iif({invariant.Expression}, 'T', 'F'), 'E'))");
            }
        }
    }

    private static Dictionary<(string Id, string Key), string> Answers(
        List<(string Id, JsonElement Resource, JsonElement Root)> resources, List<Rule> rules)
    {
        var answers = new Dictionary<(string, string), string>();
        var compiled = rules.Select(rule => (Rule: rule, Expression: FhirPathExpression.Compile(rule.Expression))).ToList();
        foreach (var (id, resource, root) in resources)
        {
            var node = FhirNode.Resource(resource);
            var scope = new PathScope(node, FhirNode.Resource(root));
            foreach (var (rule, expression) in compiled.Where(one => one.Rule.IsFor(node)))
            {
                var items = expression.Evaluate(node, scope);
                var text = scope.Fault is null ? string.Concat(items.Select(item => item.AsText)) : "Failed";
                if (text.Length > 0)
                    answers.Add((id, rule.Key), text);
            }
        }
        return answers;
    }

    private static Dictionary<(string Id, string Key), string> Foreign(
        NodeScript node, List<(string Id, JsonElement Resource, JsonElement Root)> resources, List<Rule> rules)
    {
        var types = resources.Select(one => FhirNode.Resource(one.Resource)).DistinctBy(one => one.Type!.Name).ToList();
        File.WriteAllText(System.IO.Path.Combine(node.Folder, "rules.json"), JsonSerializer.Serialize(rules.Select(rule =>
            new { types = types.Where(rule.IsFor).Select(one => one.Type!.Name), key = rule.Key, expression = rule.Expression })));
        File.WriteAllLines(System.IO.Path.Combine(node.Folder, "resources.ndjson"), resources.Select(one =>
            JsonSerializer.Serialize(new { id = one.Id, resource = one.Resource, root = one.Root })));
        node.Run("fhirpath.js");
        return File.ReadLines(System.IO.Path.Combine(node.Folder, "answers.tsv")).Select(line => line.Split('\t'))
            .ToDictionary(words => (words[0], words[1]), words => words[2]);
    }

    /// <param name="Type">The resource type; null for the rules of data types, which are looked for in every resource that is not
    /// large.</param>
    /// <param name="Key">Path, key and where.</param>
    /// <param name="Expression">The expression over the resource.</param>
    private sealed record Rule(string? Type, string Key, string Expression)
    {
        internal bool IsFor(FhirNode resource) => Type is not null
            ? resource.Type!.Is(NodeType.Find(Type)!)
            : resource.Type!.Name != "Bundle" || resource.Json.GetRawText().Length < LargestSearchedWhole;
    }
}
