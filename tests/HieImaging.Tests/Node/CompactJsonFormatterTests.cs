using System.Text.Json;
using HieImaging.DocumentStore;
using HieImaging.Node.Telemetry;
using Serilog.Events;
using Serilog.Parsing;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class CompactJsonFormatterTests
{
    [Fact]
    public void A_line_is_one_json_object_with_template_and_properties()
    {
        using var line = Formatted("{Consumer} took {Count}", null, ("Consumer", "registry"), ("Count", 3));
        Assert.Equal("{Consumer} took {Count}", line.RootElement.GetProperty("@mt").GetString());
        Assert.Equal("registry", line.RootElement.GetProperty("Consumer").GetString());
        Assert.Equal(3, line.RootElement.GetProperty("Count").GetInt32());
        Assert.Equal("2026-01-02T03:04:05Z", line.RootElement.GetProperty("@t").GetString());
    }

    [Theory]
    [InlineData("RequestPath")]
    [InlineData("QueryString")]
    public void Paths_and_queries_of_the_host_are_left_out(string property)
    {
        using var line = Formatted("x", null, (property, "/fhir/ImagingStudy?patient.identifier=urn:oid:1.2|4711"));
        Assert.DoesNotContain("4711", line.RootElement.GetRawText());
    }

    [Fact]
    public void An_exception_that_is_not_ours_loses_its_message()
    {
        using var line = Formatted("x", new InvalidDataException("Doe^Jane 19700101", new StoreUnavailableException("PostgreSQL does not answer.")));
        var text = line.RootElement.GetProperty("@x").GetString()!;
        Assert.DoesNotContain("Doe", text);
        Assert.Contains("System.IO.InvalidDataException", text);
        Assert.Contains("PostgreSQL does not answer.", text);
    }

    private static JsonDocument Formatted(string template, Exception? error, params (string Name, object Value)[] properties)
    {
        var output = new StringWriter();
        new CompactJsonFormatter().Format(
            new LogEvent(
                new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), LogEventLevel.Information, error, new MessageTemplateParser().Parse(template),
                properties.Select(property => new LogEventProperty(property.Name, new ScalarValue(property.Value)))),
            output);
        return JsonDocument.Parse(output.ToString());
    }
}
