using HieImaging.Fhir.Json;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HieImaging.Tests.FhirServer;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData(null, null, "Json")]
    [InlineData("*/*", null, "Json")]
    [InlineData("application/fhir+json", null, "Json")]
    [InlineData("application/fhir+json; fhirVersion=4.0", null, "Json")]
    [InlineData("text/html, application/json;q=0.9", null, "PlainJson")]
    [InlineData("application/fhir+xml", null, "Xml")]
    [InlineData("application/fhir+xml;q=0.2, application/fhir+json;q=0.3", null, "Json")]
    [InlineData("application/fhir+json;q=0.2, application/fhir+xml;q=0.3", null, "Xml")]
    [InlineData("application/fhir+xml, application/fhir+json", null, "Xml")]
    [InlineData("application/fhir+json; fhirVersion=5.0", null, null)]
    [InlineData("application/fhir+xml; charset=utf-16", null, null)]
    [InlineData("application/fhir+json;q=0", null, null)]
    [InlineData("text/turtle", null, null)]
    [InlineData("application/fhir+xml", "json", "Json")]
    [InlineData("application/fhir+json", "xml", "Xml")]
    [InlineData(null, "xml", "Xml")]
    [InlineData(null, "text/xml", "Xml")]
    [InlineData(null, "ttl", null)]
    [InlineData(null, "application/fhir+json", "Json")]
    [InlineData(null, "application/fhir%2Bxml", "Xml")]
    [InlineData(null, "../../etc/passwd", null)]
    public void It_answers_in_the_format_that_is_asked_for_or_not_at_all(string? accept, string? format, string? spoken)
    {
        var http = new DefaultHttpContext();
        if (accept is not null)
            http.Request.Headers.Accept = accept;
        if (format is not null)
            http.Request.QueryString = new QueryString("?_format=" + format);

        Assert.Equal(spoken, Negotiation.Agree(http.Request)?.ToString());
        Assert.Equal(spoken is null, Negotiation.Refusal(http.Request) is not null);
    }

    [Theory]
    [InlineData("application/fhir+json", "Json")]
    [InlineData("application/fhir+json; charset=UTF-8", "Json")]
    [InlineData("application/json", "Json")]
    [InlineData("application/json; charset=utf-16", null)]
    [InlineData("application/fhir+xml", "Xml")]
    [InlineData("text/xml; charset=utf-8", "Xml")]
    [InlineData("text/plain", null)]
    [InlineData(null, null)]
    public void A_body_is_JSON_or_XML_in_UTF8(string? contentType, string? format) =>
        Assert.Equal(format, Negotiation.OfBody(contentType)?.ToString());

    [Fact]
    public void The_capability_statement_is_a_sound_resource() => Assert.IsType<FhirReading.Accepted>(FhirJson.Read(CapabilityStatement.Write(
        [SampleDeclaration.Study, SampleDeclaration.Endpoint],
        new FhirDoorOptions { PublicBase = () => "http://hie/fhir", CallerKey = _ => "", PageKey = () => new byte[32], May = (_, _) => new(true), Refused = (_, _, _) => Task.CompletedTask },
        new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))));
}
