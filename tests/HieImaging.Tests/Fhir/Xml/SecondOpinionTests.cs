using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Xml;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Fhir.Xml;

/// <summary>npm <c>fhir</c> reads our XML as the same resource, and we read its XML so: over the corpus, where both are at hand.</summary>
public sealed partial class SecondOpinionTests(ITestOutputHelper output)
{
    [Fact]
    public void Npm_fhir_reads_our_XML_and_writes_XML_that_we_read()
    {
        using var node = NodeScript.Find();
        var resources = CorpusResources.All(largest: node is null ? 20_000 : 2_000_000, entries: 200).ToList();
        if (node is null || resources.Count == 0)
        {
            output.WriteLine("npm fhir or the corpus is not at hand: tests/second-opinion/fhirpath.sh");
            Assert.All(resources.Take(50), one => Assert.IsType<FhirReading.Accepted>(FhirXml.Read(FhirXml.Write(one.Resource))));
            return;
        }
        File.WriteAllLines(System.IO.Path.Combine(node.Folder, "resources.ndjson"), resources.Select(one => JsonSerializer.Serialize(
            new { id = one.Id, resource = one.Resource, xml = Encoding.UTF8.GetString(FhirXml.Write(one.Resource)) })));
        node.Run("xml.js");
        var answers = File.ReadLines(System.IO.Path.Combine(node.Folder, "answers.ndjson")).Select(line => JsonNode.Parse(line)!).ToList();
        var (alike, spelt, failed) = (0, 0, new List<string>());
        foreach (var (one, answer) in resources.Zip(answers))
        {
            if (answer["fault"] is { } fault)
            {
                failed.Add($"{one.Id}: {fault}");
                continue;
            }
            var ours = Encoding.UTF8.GetString(FhirJson.Canonical(one.Resource));
            var read = Assert.IsType<FhirReading.Accepted>(FhirXml.Read(Encoding.UTF8.GetBytes((string)answer["xml"]!)));
            var back = Encoding.UTF8.GetString(FhirJson.Canonical(answer["resource"]!.AsObject()));
            var same = ours == back && ours == Encoding.UTF8.GetString(read.Resource.Bytes.Span);
            alike += same ? 1 : 0;
            spelt += same ? 0 : 1;
            Assert.Equal(Plain(ours), Plain(back));
            Assert.Equal(Plain(ours), Plain(Encoding.UTF8.GetString(read.Resource.Bytes.Span)));
        }
        output.WriteLine($"{resources.Count} resources: {alike} byte for byte, {spelt} but for digits and the white space of narratives");
        output.WriteLine(string.Join('\n', failed));
        Assert.True(failed.TrueForAll(fault => fault.Contains("should be a decimal number", StringComparison.Ordinal)));
    }

    /// <summary>npm fhir rounds decimals to JavaScript's numbers (<c>5.00</c> becomes <c>5</c>) and drops white space, entities and empty
    /// elements' end tags in narratives: neither is a difference of ours.</summary>
    private static string Plain(string canonical)
    {
        var root = JsonNode.Parse(canonical);
        return Plain(root)!.ToJsonString();
    }

    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key,
            member.Key == "div" ? Squeezed((string)member.Value!) : Plain(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Plain)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
            (double)decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => node?.DeepClone(),
    };

    private static JsonNode Squeezed(string div) => EmptyElement().Replace(
        WhiteSpace().Replace(div.Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&apos;", "'", StringComparison.Ordinal), ""),
        "<$1$2/>");

    [GeneratedRegex("<(a|b|i|p|td|th|tr|div|span)((?:[^<>]*[^<>/])?)></\\1>")]
    private static partial Regex EmptyElement();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
