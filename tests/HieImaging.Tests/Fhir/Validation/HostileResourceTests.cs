using System.Text;
using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Validation;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Fhir.Validation;

/// <summary>Whatever passes as a sound resource is judged: nothing that a caller can send makes the judge throw.</summary>
public sealed class HostileResourceTests(ITestOutputHelper output)
{
    private static readonly string[] Seeds =
    [
        """{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0","resource":{"resourceType":"Patient","contained":[{"resourceType":"OperationDefinition","id":"o","name":"O","status":"active","kind":"query","code":"o","resource":["Patient"],"system":false,"type":true,"instance":false}],"extension":[{"url":"http://a","valueReference":{"reference":"#o"}}]}}]}""",
        """{"resourceType":"Parameters","parameter":[{"name":"a","resource":{"resourceType":"ImagingStudy","status":"available","subject":{"reference":"#"},"series":[{"uid":"1.2","modality":{"code":"CT"},"endpoint":[{"reference":"Endpoint/1","type":"Endpoint"}],"instance":[{"uid":"1.2.3","sopClass":{"code":"x"}}]}]}}]}""",
        """{"resourceType":"Patient","meta":{"profile":["https://hieimaging.org/fhir/StructureDefinition/hie-patient","http://x"]},"identifier":[{"system":"urn:oid:1.2","_value":{"extension":[{"url":"http://x","valueCode":"y"}]}}],"name":[{"given":["A",null],"_given":[null,{"extension":[{"url":"http://x","valueCode":"y"}]}]}],"deceasedBoolean":false,"link":[{"other":{"reference":"Patient/1"},"type":"seealso"}]}""",
    ];

    [Fact]
    public void A_resource_that_is_read_is_judged_whatever_it_holds()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var profiles = ProfileTables.Urls.Select(url => ProfileTables.Find(url)!).ToList();
        var judged = 0;
        for (var run = 0; run < 2000; run++)
        {
            var root = JsonNode.Parse(Seeds[run % Seeds.Length])!;
            for (var time = random.Next(4); time >= 0; time--)
                Mutate(root, random);
            if (FhirJson.Read(Encoding.UTF8.GetBytes(root.ToJsonString())) is not FhirReading.Accepted { Resource: var resource })
                continue;
            judged++;
            Validator.Validate(resource, profiles[random.Next(profiles.Count)]);
        }
        output.WriteLine($"{judged} judged");
        Assert.True(judged > 100);
    }

    private static void Mutate(JsonNode root, Random random)
    {
        var places = Places(root).ToList();
        var one = places[random.Next(places.Count)];
        var other = places[random.Next(places.Count)].DeepClone();
        switch (one.Parent)
        {
            case JsonObject owner when random.Next(3) == 0:
                owner.Remove(one.GetPropertyName());
                break;
            case JsonObject owner:
                owner[one.GetPropertyName()] = other;
                break;
            case JsonArray list:
                list[one.GetElementIndex()] = random.Next(4) == 0 ? null : other;
                break;
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject one => one.Select(member => member.Value).OfType<JsonNode>().SelectMany(Places).Prepend(node),
        JsonArray many => many.OfType<JsonNode>().SelectMany(Places).Prepend(node),
        _ => [node],
    };
}
