using System.Text;
using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Fhir;

public sealed class FhirJsonTests(ITestOutputHelper output)
{
    private const string Study = """{"resourceType":"ImagingStudy","status":"available","subject":{"display":"x"}}""";

    [Theory]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{"display":"x"},"subject":{"display":"y"}}""", "structure", "ImagingStudy.subject")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{"display":"\ud800"}}""", "invalid", "ImagingStudy.subject.display")]
    [InlineData("""{"re\ud800Type":"ImagingStudy","status":"available","subject":{"display":"x"}}""", "invalid", null)]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{"display":"a\u0000"}}""", "invalid", "ImagingStudy.subject.display")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{"display":"x"},"series":[{"number":1},{"number":1e999}]}""", "value", "ImagingStudy.series[1].number")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{"display":"x"},"numberOfSeries":"1"}""", "structure", "ImagingStudy.numberOfSeries")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":[{"display":"x"}]}""", "structure", "ImagingStudy.subject")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"avail","subject":{"display":"x"}}""", "code-invalid", "ImagingStudy.status")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available"}""", "required", "ImagingStudy.subject")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{}}""", "structure", "ImagingStudy.subject")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{"display":"x"},"series":[]}""", "structure", "ImagingStudy.series")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{"display":"x"},"__proto__":{"a":1}}""", "structure", "ImagingStudy")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{"display":"x"},"started":"2024-02-30"}""", "value", "ImagingStudy.started")]
    [InlineData("""{"resourceType":"ImagingStudy","status":"available","subject":{"display":"x"},"identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.02.3"}]}""", "value", "ImagingStudy.identifier[0].value")]
    [InlineData("""{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2024"}""", "structure", "Patient.deceasedDateTime")]
    [InlineData("""{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><img src=\"x\" onerror=\"y\"/></div>"}}""", "invalid", "Patient.text.div")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Organization","contained":[{"resourceType":"Endpoint"}]}]}""", "required", "Patient.contained[0].contained[0].status")]
    [InlineData("""{"resourceType":"Study"}""", "structure", null)]
    [InlineData("""{"resourceType":"DomainResource"}""", "structure", null)]
    [InlineData("""[]""", "structure", null)]
    [InlineData("""{"resourceType":"Patient",}""", "structure", null)]
    [InlineData("""<html>""", "structure", null)]
    [InlineData("", "structure", null)]
    public void What_is_no_sound_resource_is_refused_with_code_and_place(string text, string code, string? expression)
    {
        var refused = Assert.IsType<FhirReading.Refused>(FhirJson.Read(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(code, refused.Issues[0].Code);
        Assert.Equal(expression, refused.Issues[0].Expression);
        Assert.Equal(400, refused.Status);
    }

    [Theory]
    [InlineData("1970-03-02", true)]
    [InlineData("0001", true)]
    [InlineData("0000", false)]
    [InlineData("0000-03-02", false)]                                   // one such patient would fail every search by birth date
    [InlineData("1970-02-30", false)]
    public void A_date_is_a_day_that_was(string date, bool accepted) =>
        Assert.Equal(accepted, FhirJson.Read(Encoding.UTF8.GetBytes($$"""{"resourceType":"Patient","birthDate":"{{date}}"}""")) is FhirReading.Accepted);

    [Fact]
    public void Nesting_deeper_than_64_levels_is_refused_as_such()
    {
        var text = """{"resourceType":"Patient","a":""" + new string('[', 100) + new string(']', 100) + "}";

        var refused = Assert.IsType<FhirReading.Refused>(FhirJson.Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains("64", refused.Issues[0].Diagnostics, StringComparison.Ordinal);
    }

    // Three hundred megabytes where each of them gets its path before it is known whether anybody asks for it.
    [Fact]
    public void A_member_that_stands_twice_behind_many_items_is_found_without_a_path_for_each()
    {
        var name = new string('a', 60);
        var inner = $$"""{"{{name}}":[{{string.Join(',', Enumerable.Repeat("0", 50_000))}}],"b":1,"b":2}""";
        for (var depth = 0; depth < 50; depth++)
            inner = $$"""{"{{name}}":{{inner}}}""";
        var body = Encoding.UTF8.GetBytes($$"""{"resourceType":"Patient","x":{{inner}}}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Assert.IsType<FhirReading.Refused>(FhirJson.Read(body));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        Assert.EndsWith(name + ".b", refused.Issues[0].Expression, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused() =>
        Assert.IsType<FhirReading.Refused>(FhirJson.Read((byte[])[.. "{\"resourceType\":\"Patient\",\"language\":\""u8, 0xC0, 0xAE, .. "\"}"u8]));

    [Fact]
    public async Task A_stream_that_does_not_end_is_refused_at_16_MiB()
    {
        using var endless = new MemoryStream(new byte[FhirJson.LargestBody + 1]);

        var refused = Assert.IsType<FhirReading.Refused>(await FhirJson.ReadAsync(endless, CancellationToken.None));

        Assert.Equal(413, refused.Status);
    }

    [Fact]
    public void The_same_content_is_the_same_bytes_whatever_order_and_white_space_it_came_in()
    {
        var one = Accepted("""{"resourceType":"Patient","active":true,"_birthDate":{"id":"b"},"birthDate":"1970-01-01","name":[{"given":["A","B"],"family":"Ü"}]}""");
        var other = Accepted("""
            { "name" : [ { "family" : "\u00dc", "given" : ["A", "B"] } ], "birthDate" : "1970-01-01", "_birthDate" : { "id" : "b" }, "active" : true, "resourceType" : "Patient" }
            """);

        Assert.Equal("""{"resourceType":"Patient","active":true,"name":[{"family":"Ü","given":["A","B"]}],"birthDate":"1970-01-01","_birthDate":{"id":"b"}}""", Text(one.Bytes));
        Assert.Equal(Text(one.Bytes), Text(other.Bytes));
    }

    [Fact]
    public void A_decimal_keeps_its_digits() =>
        Assert.Contains("1.500", Text(Accepted("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.500}}""").Bytes), StringComparison.Ordinal);

    [Fact]
    public void Stamping_puts_id_version_and_time_in_and_leaves_the_rest_of_meta()
    {
        var resource = Accepted("""{"resourceType":"Patient","meta":{"versionId":"9","source":"urn:oid:1.2.3"},"active":true}""");

        var stamped = FhirJson.Stamped(resource.Bytes, "s-1", 2, new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(1)));

        Assert.Equal("""{"resourceType":"Patient","id":"s-1","meta":{"versionId":"2","lastUpdated":"2026-01-02T02:04:05.006Z","source":"urn:oid:1.2.3"},"active":true}""", Text(stamped));
    }

    [Fact]
    public void What_this_node_makes_is_written_in_the_definition_s_order() =>
        Assert.Equal(Study, Text(FhirJson.Canonical(new JsonObject
        {
            ["subject"] = new JsonObject { ["display"] = "x" },
            ["status"] = "available",
            ["resourceType"] = "ImagingStudy",
        })));

    [Fact]
    public void An_outcome_that_is_written_is_a_sound_resource() =>
        Accepted(Encoding.UTF8.GetString(OperationOutcome.Write(FhirIssue.Error(IssueCode.NotFound, "Not found.", "Patient.id"))));

    [Fact]
    public void Real_resources_are_read_and_written_back_canonically()
    {
        if (FhirCorpus.Folder("ihe") is not { } folder)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        var (passed, refused) = (0, new List<string>());
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            if (!Encoding.UTF8.GetString(bytes).Contains("\"resourceType\"", StringComparison.Ordinal))
                continue;
            switch (FhirJson.Read(bytes))
            {
                case FhirReading.Accepted accepted:
                    passed++;
                    Assert.Equal(Text(accepted.Resource.Bytes), Text(Accepted(Text(accepted.Resource.Bytes)).Bytes));
                    break;
                case FhirReading.Refused no:
                    refused.Add($"{Path.GetRelativePath(folder, file)}: {string.Join(" | ", no.Issues.Take(3).Select(issue => $"{issue.Code} {issue.Expression} {issue.Diagnostics}"))}");
                    break;
            }
        }
        refused.ForEach(output.WriteLine);
        output.WriteLine($"{passed} passed, {refused.Count} refused");
        Assert.True(passed > 50);
    }

    [Fact]
    public async Task A_body_is_counted_while_it_is_read()
    {
        var body = Encoding.UTF8.GetBytes(Study);
        Assert.IsType<FhirReading.Accepted>(await FhirJson.ReadAsync(new MemoryStream(body), CancellationToken.None, body.Length));
        var refused = Assert.IsType<FhirReading.Refused>(await FhirJson.ReadAsync(new MemoryStream(body), CancellationToken.None, body.Length - 1));
        Assert.Equal(("too-long", 413), (refused.Issues[0].Code, refused.Status));
    }

    [Theory]
    [InlineData("dup-keys-subject")]
    [InlineData("deep-contained-500")]
    [InlineData("proto-pollution")]
    [InlineData("nul-in-string")]
    [InlineData("lone-surrogate")]
    [InlineData("invalid-utf8")]
    [InlineData("utf16-bom")]
    [InlineData("number-1e999")]
    [InlineData("uid-leading-zero-component")]
    [InlineData("xss-narrative")]
    [InlineData("html-instead")]
    [InlineData("attachment-bad-base64")]
    public void Hostile_bodies_are_refused(string name)
    {
        if (FhirCorpus.Folder("bad-inputs/fhir") is not { } folder)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        var refused = Assert.IsType<FhirReading.Refused>(FhirJson.Read(File.ReadAllBytes(Path.Combine(folder, name + ".json"))));
        output.WriteLine(Encoding.UTF8.GetString(OperationOutcome.Write(refused.Issues.ToList())));
        Assert.Contains(refused.Issues[0].Code, (string[])["structure", "invalid", "value"]);
    }

    [Theory]
    [InlineData("control-imagingstudy")]
    [InlineData("xss-description")]
    [InlineData("csv-formula")]
    [InlineData("log-forging")]
    public void Odd_but_legal_bodies_are_read(string name)
    {
        if (FhirCorpus.Folder("bad-inputs/fhir") is { } folder)
            Assert.IsType<FhirReading.Accepted>(FhirJson.Read(File.ReadAllBytes(Path.Combine(folder, name + ".json"))));
        else
            output.WriteLine("The corpus is absent.");
    }

    private static FhirResource Accepted(string text) => FhirJson.Read(Encoding.UTF8.GetBytes(text)) switch
    {
        FhirReading.Accepted accepted => accepted.Resource,
        FhirReading.Refused refused => throw new Xunit.Sdk.XunitException(Encoding.UTF8.GetString(OperationOutcome.Write(refused.Issues.ToList()))),
        _ => throw new InvalidOperationException(),
    };

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
