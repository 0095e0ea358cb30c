using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.FhirPath;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Fhir.Validation;

/// <summary>The invariants that are C# say what their FHIRPath says, on resources that were made and then broken at random.</summary>
public sealed class NativeInvariantsTests(ITestOutputHelper output)
{
    private const string Rich = """
        {"resourceType":"Patient","id":"p","meta":{"versionId":"1"},"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"},
         "contained":[
           {"resourceType":"Organization","id":"o","meta":{"tag":[{"code":"x"}]},"name":"x"},
           {"resourceType":"Practitioner","id":"d","active":true},
           {"resourceType":"Provenance","id":"v","target":[{"reference":"#"}],"recorded":"2024-01-01T00:00:00Z","agent":[{"who":{"display":"x"}}]},
           {"resourceType":"Questionnaire","id":"q","status":"active","url":"http://x"}],
         "extension":[{"url":"http://a","valueString":"x"},{"url":"http://b","extension":[{"url":"c","valueUri":"#d"}]},{"url":"http://c","valueCanonical":"#q"}],
         "name":[{"id":"n","family":"x","_family":{"extension":[{"url":"http://d","valueCode":"y"}]},"given":["A",null],"_given":[null,{"id":"g","extension":[{"url":"http://e","valueCode":"z"}]}]}],
         "birthDate":"1970-01-01","_birthDate":{"id":"b"},"managingOrganization":{"reference":"#o","display":"x"},
         "contact":[{"name":{"text":"x"},"organization":{"reference":"#o"}}]}
        """;

    [Fact]
    public void They_agree_with_their_FHIRPath()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (compared, violated) = (0, new HashSet<string>());
        for (var run = 0; run < 400; run++)
        {
            var text = Broken(random, random.Next(6));
            if (FhirJson.Read(Encoding.UTF8.GetBytes(text)) is not FhirReading.Accepted { Resource: var resource })
                continue;
            foreach (var (key, native, path) in Verdicts(resource.Root))
            {
                compared++;
                if (!native)
                    violated.Add(key);
                Assert.True(native == path, $"{key}: native {native}, FHIRPath {path}: {text}");
            }
        }
        output.WriteLine($"{compared} compared, violated at least once: {string.Join(' ', violated.Order())}");
        Assert.Equal(["dom-2", "dom-3", "dom-4", "dom-5", "dom-6", "ele-1", "ext-1"], violated.Append("dom-2").Distinct().Order());   // dom-2 is refused before
    }

    [Theory]
    [InlineData("""{"reference":"#o"}""", true)]
    [InlineData("""{"reference":"#other"}""", false)]
    [InlineData("""{"reference":"Patient/1"}""", true)]
    public void A_fragment_is_judged_as_ref_1_judges_it(string reference, bool holds)
    {
        var root = JsonDocument.Parse($$"""{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}],"managingOrganization":{{reference}} }""").RootElement;
        var value = root.GetProperty("managingOrganization");

        Assert.Equal(holds, InvariantTable.At("Reference").Single(one => one.Key == "ref-1")
            .Test(FhirNode.Of(value, default, NodeType.Find("Reference")!), ResourceFrame.Of(root).Scope, new Place()) is null);
        Assert.Equal(holds, ReferenceCheck.Check(value, [], ResourceFrame.Of(root)) is null);
    }

    private static IEnumerable<(string Key, bool Native, bool Path)> Verdicts(JsonElement root)
    {
        var frame = ResourceFrame.Of(root);
        var use = new ContainedUse();
        foreach (var (value, contained) in Descend(new(root, default, frame.Type, frame.Type, null), -1))
        {
            use.Within(contained);
            if (value.Json.ValueKind == JsonValueKind.String && (value.Type is "uri" or "url" or "canonical" || value.Name == "reference"))
                use.Refer(value.Json.GetString()!);
            if (ElementTables.FindResource(value.Type) is null)
                yield return ("ele-1", NativeInvariants.HasContent(value.Json, value.Sibling), Path("Element", "ele-1", value));
            if (value.Type == "Extension")
                yield return ("ext-1", NativeInvariants.HasValueOrExtensions(value.Json), Path("Extension", "ext-1", value));
        }
        var whole = new ElementValue(root, default, frame.Type, frame.Type, null);
        yield return ("dom-2", NativeInvariants.ContainsNoContaining(root), Path("DomainResource", "dom-2", whole));
        yield return ("dom-3", use.IsComplete(root), Path("DomainResource", "dom-3", whole));
        yield return ("dom-4", NativeInvariants.ContainsNoVersions(root), Path("DomainResource", "dom-4", whole));
        yield return ("dom-5", NativeInvariants.ContainsNoLabels(root), Path("DomainResource", "dom-5", whole));
        yield return ("dom-6", NativeInvariants.HasNarrative(root), Path("DomainResource", "dom-6", whole));

        bool Path(string type, string key, ElementValue value) =>
            InvariantTable.At(type).Single(one => one.Key == key).Test(value.Node, frame.Scope, new Place()) is null;
    }

    private static IEnumerable<(ElementValue Value, int Contained)> Descend(ElementValue value, int contained)
    {
        yield return (value, contained);
        var type = ElementTables.Find(value.Json.ValueKind == JsonValueKind.Object ? value.Type : "Element")!;
        foreach (var child in type.Elements.SelectMany(element => value.Children(element.Name)))
        {
            foreach (var inner in Descend(child, child.Name == "contained" ? child.Index!.Value : contained))
                yield return inner;
        }
    }

    private static string Broken(Random random, int times)
    {
        var root = JsonNode.Parse(Rich)!;
        for (var time = 0; time < times; time++)
        {
            var objects = Objects(root).ToList();
            var one = objects[random.Next(objects.Count)];
            switch (random.Next(6))
            {
                case 0 when one.Count > 1:
                    one.Remove(one.Select(member => member.Key).Where(key => key is not ("resourceType" or "url")).OrderBy(_ => random.Next()).FirstOrDefault() ?? "");
                    break;
                case 1:
                    foreach (var key in one.Select(member => member.Key).Where(key => key is not ("resourceType" or "id" or "url")).ToList())
                        one.Remove(key);
                    one["id"] = "only";
                    break;
                case 2:
                    one["extension"] = new JsonArray(new JsonObject { ["url"] = "http://m", ["valueCode"] = "m" });
                    break;
                case 3 when one.ContainsKey("resourceType"):
                    one["meta"] = new JsonObject { [random.Next(2) == 0 ? "versionId" : "lastUpdated"] = random.Next(2) == 0 ? "2024-01-01T00:00:00Z" : "1" };
                    break;
                case 4 when one.ContainsKey("resourceType"):
                    one["meta"] = new JsonObject { ["security"] = new JsonArray(new JsonObject { ["code"] = "R" }) };
                    break;
                case 5 when one.ContainsKey("resourceType"):
                    one["id"] = "x" + random.Next(9);
                    break;
            }
        }
        return root.ToJsonString();
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(member => Objects(member.Value)).Prepend(one),
        JsonArray many => many.SelectMany(Objects),
        _ => [],
    };
}
