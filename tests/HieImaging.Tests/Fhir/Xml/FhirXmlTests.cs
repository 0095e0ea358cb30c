using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Xml;
using HieImaging.Wire.Xml;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Fhir.Xml;

public sealed class FhirXmlTests(ITestOutputHelper output)
{
    private const int LargestFile = 800_000;

    private const string Patient = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- a comment --><Patient xmlns="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://hl7.org/fhir x.xsd">
          <id value="p1"/>
          <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>a &amp; b<br/>&#233;</p></div></text>
          <contained><Organization><id value="o"/><name value="North"/></Organization></contained>
          <extension url="http://e/a"><valueDecimal value="1.50"/></extension>
          <active value="true"/>
          <name id="n1"><family value="Chalmers"/><given value="Peter"/><given id="g"><extension url="http://e/b"><valueString value="x"/></extension></given></name>
          <birthDate value="1974-12-25"><extension url="http://e/t"><valueCode value="y"/></extension></birthDate>
          <multipleBirthInteger value="2"/>
        </Patient>
        """;

    [Fact]
    public void Elements_attributes_siblings_and_narrative_become_the_members_of_JSON()
    {
        var accepted = Assert.IsType<FhirReading.Accepted>(FhirXml.Read(Encoding.UTF8.GetBytes(Patient)));

        Assert.Equal(
            """{"resourceType":"Patient","id":"p1","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a &amp; b<br/>é</p></div>"}"""
            + ""","contained":[{"resourceType":"Organization","id":"o","name":"North"}],"extension":[{"url":"http://e/a","valueDecimal":1.50}],"active":true"""
            + ""","name":[{"id":"n1","family":"Chalmers","given":["Peter",null],"_given":[null,{"id":"g","extension":[{"url":"http://e/b","valueString":"x"}]}]}]"""
            + ""","birthDate":"1974-12-25","_birthDate":{"extension":[{"url":"http://e/t","valueCode":"y"}]},"multipleBirthInteger":2}""",
            Encoding.UTF8.GetString(accepted.Resource.Bytes.Span));
    }

    [Fact]
    public void A_resource_is_written_with_its_elements_in_the_definitions_order()
    {
        using var json = JsonDocument.Parse(
            """{"resourceType":"Patient","birthDate":"1974-12-25","_birthDate":{"id":"b"},"name":[{"given":["A\nB"],"id":"n"}],"id":"1"}""");

        Assert.Equal(
            """<?xml version="1.0" encoding="utf-8"?><Patient xmlns="http://hl7.org/fhir"><id value="1" /><name id="n"><given value="A&#xA;B" /></name>"""
            + """<birthDate value="1974-12-25" id="b" /></Patient>""",
            Encoding.UTF8.GetString(FhirXml.Write(json.RootElement)));
    }

    [Fact]
    public void A_narrative_that_has_extensions_alone_is_left_out_of_XML_which_has_no_place_for_them()
    {
        var patient = Assert.IsType<FhirReading.Accepted>(FhirJson.Read(
            """{"resourceType":"Patient","text":{"status":"generated","_div":{"extension":[{"url":"http://e/a","valueCode":"y"}]}}}"""u8.ToArray()));

        Assert.Equal(
            """<?xml version="1.0" encoding="utf-8"?><Patient xmlns="http://hl7.org/fhir"><text><status value="generated" /></text></Patient>""",
            Encoding.UTF8.GetString(FhirXml.Write(patient.Resource.Root)));
    }

    [Theory]
    [InlineData("<Patient/>", "structure", null)]
    [InlineData("<Unheard xmlns='http://hl7.org/fhir'/>", "structure", null)]
    [InlineData("<Resource xmlns='http://hl7.org/fhir'/>", "structure", null)]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active value='true'/><id value='1'/></Patient>", "structure", "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active value='true'/><active value='true'/></Patient>", "structure", "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><deceasedBoolean value='true'/><deceasedDateTime value='2001'/></Patient>", "structure", "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><name><nick value='x'/></name></Patient>", "structure", "Patient.name[0]")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><name use='x'/></Patient>", "structure", "Patient.name[0]")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir' id='x'/>", "structure", "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><name><id value='x'/></name></Patient>", "structure", "Patient.name[0]")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active/></Patient>", "structure", "Patient.active")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active value='TRUE'/></Patient>", "value", "Patient.active")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><multipleBirthInteger value='+1'/></Patient>", "value", "Patient.multipleBirthInteger")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active value='true'>x</active></Patient>", "structure", "Patient.active")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'>x</Patient>", "structure", "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><name/></Patient>", "structure", "Patient.name[0]")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><birthDate value='1974-02-30'/></Patient>", "value", "Patient.birthDate")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><contained/></Patient>", "structure", "Patient.contained[0]")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><contained><Basic/><Basic/></contained></Patient>", "structure", "Patient.contained[0]")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><h:active xmlns:h='http://elsewhere' value='true'/></Patient>", "structure", "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><text><status value='generated'/><div><p/></div></text></Patient>", "structure", "Patient.text")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><text><status value='generated'/><div xmlns='http://www.w3.org/1999/xhtml'><script>x</script></div></text></Patient>", "invalid", "Patient.text.div")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><text><status value='generated'/><div xmlns='http://www.w3.org/1999/xhtml' xmlns:x='urn:x' x:on='y'>z</div></text></Patient>", "invalid", "Patient.text.div")]
    [InlineData("<!DOCTYPE Patient [<!ENTITY a 'b'>]><Patient xmlns='http://hl7.org/fhir'/>", "structure", null)]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'>", "structure", null)]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'/><Patient/>", "structure", null)]
    [InlineData("{\"resourceType\":\"Patient\"}", "structure", null)]
    [InlineData("", "structure", null)]
    public void What_is_no_sound_resource_is_refused_with_code_and_place(string xml, string code, string? expression)
    {
        var refused = Assert.IsType<FhirReading.Refused>(FhirXml.Read(Encoding.UTF8.GetBytes(xml)));

        Assert.Equal(code, refused.Issues[0].Code);
        Assert.Equal(expression, refused.Issues[0].Expression);
        Assert.Equal(400, refused.Status);
    }

    [Fact]
    public async Task Size_and_depth_are_bounded()
    {
        var deep = $"<Questionnaire xmlns='http://hl7.org/fhir'>{string.Concat(Enumerable.Repeat("<item>", 100))}";
        using var endless = new MemoryStream(new byte[FhirJson.LargestBody + 1]);

        Assert.IsType<FhirReading.Refused>(FhirXml.Read(Encoding.UTF8.GetBytes(deep)));
        Assert.Equal(413, Assert.IsType<FhirReading.Refused>(await FhirXml.ReadAsync(endless, CancellationToken.None)).Status);
    }

    [Fact]
    public void Random_resources_come_back_from_XML_byte_for_byte()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var resources = new RandomResource(new Random(seed));
        for (var count = 0; count < 400; count++)
        {
            var canonical = resources.Next();

            Assert.Equal(Encoding.UTF8.GetString(canonical), RoundTrip(canonical));
        }
    }

    [Fact]
    public void Resources_of_the_corpus_come_back_from_XML_byte_for_byte()
    {
        var count = 0;
        foreach (var file in Corpus("*.json"))
        {
            if (FhirJson.Read(File.ReadAllBytes(file)) is not FhirReading.Accepted { Resource: var resource })
                continue;
            count++;
            var canonical = FhirJson.Canonical(Plain(resource.Bytes));
            Assert.Equal(Encoding.UTF8.GetString(canonical), RoundTrip(canonical));
            Assert.IsType<FhirReading.Accepted>(FhirXml.Read(FhirXml.Write(resource.Root)));
        }
        output.WriteLine($"{count} resources of the corpus");
    }

    [Fact]
    public void XML_of_the_corpus_is_read_or_refused_and_what_is_read_comes_back()
    {
        var read = 0;
        var refused = 0;
        foreach (var file in Corpus("*.xml").Where(file => File.ReadAllText(file).Contains("http://hl7.org/fhir", StringComparison.Ordinal)))
        {
            switch (FhirXml.Read(File.ReadAllBytes(file)))
            {
                case FhirReading.Accepted { Resource: var resource }:
                    read++;
                    Assert.Equal(Encoding.UTF8.GetString(resource.Bytes.Span), RoundTrip(resource.Bytes));
                    break;
                case FhirReading.Refused { Issues: var issues }:
                    refused++;
                    output.WriteLine($"{System.IO.Path.GetFileName(file)}: {issues[0]}");
                    break;
            }
        }
        output.WriteLine($"{read} read, {refused} refused");
    }

    private static IEnumerable<string> Corpus(string pattern) => FhirCorpus.Folder("ihe") is { } folder
        ? new DirectoryInfo(folder).EnumerateFiles(pattern, SearchOption.AllDirectories)
            .Where(file => file.Length < LargestFile).Select(file => file.FullName).Order(StringComparer.Ordinal)
        : [];

    private static string RoundTrip(ReadOnlyMemory<byte> canonical)
    {
        using var json = JsonDocument.Parse(canonical);
        using var stream = new MemoryStream(FhirXml.Write(json.RootElement));
        using var xml = BoundedXml.Read(stream, XmlBounds.Default with { Bytes = FhirJson.LargestBody, Nodes = 1_000_000 });
        using var back = JsonDocument.Parse(XmlResourceReader.Read(xml));
        return Encoding.UTF8.GetString(FhirJson.Canonical(back.RootElement));
    }

    /// <summary>The same with each narrative spelt as we spell it: <c>&amp;quot;</c> in a text and <c>"</c> are one character.</summary>
    private static JsonObject Plain(ReadOnlyMemory<byte> resource)
    {
        var root = JsonNode.Parse(resource.Span)!.AsObject();
        Plain(root);
        return root;
    }

    private static void Plain(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Plain(item);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (name == "div" && value is JsonValue div && div.GetValueKind() == JsonValueKind.String)
                {
                    using var stream = new MemoryStream(Encoding.UTF8.GetBytes(div.GetValue<string>()));
                    using var xml = BoundedXml.Read(stream);
                    xml.MoveToContent();
                    members[name] = XmlNarrative.Read(xml);
                }
                else
                    Plain(value);
            }
        }
    }
}
