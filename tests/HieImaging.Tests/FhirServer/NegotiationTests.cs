using HieImaging.Fhir.Json;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HieImaging.Tests.FhirServer;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("*/*", null, true)]
    [InlineData("application/fhir+json", null, true)]
    [InlineData("application/fhir+json; fhirVersion=4.0", null, true)]
    [InlineData("text/html, application/json;q=0.9", null, true)]
    [InlineData("application/fhir+xml", null, false)]
    [InlineData("application/fhir+json; fhirVersion=5.0", null, false)]
    [InlineData("application/fhir+json;q=0", null, false)]
    [InlineData("application/fhir+xml", "json", true)]
    [InlineData(null, "xml", false)]
    [InlineData(null, "application/fhir+json", true)]
    [InlineData(null, "application/fhir%2Bjson", true)]
    [InlineData(null, "../../etc/passwd", false)]
    public void It_answers_in_JSON_or_not_at_all(string? accept, string? format, bool spoken)
    {
        var http = new DefaultHttpContext();
        if (accept is not null)
            http.Request.Headers.Accept = accept;
        if (format is not null)
            http.Request.QueryString = new QueryString("?_format=" + format);

        Assert.Equal(spoken, Negotiation.Refusal(http.Request) is null);
    }

    [Theory]
    [InlineData("application/fhir+json", true)]
    [InlineData("application/fhir+json; charset=UTF-8", true)]
    [InlineData("application/json", true)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("application/fhir+xml", false)]
    [InlineData("text/plain", false)]
    [InlineData(null, false)]
    public void A_body_is_JSON_in_UTF8(string? contentType, bool json) => Assert.Equal(json, Negotiation.IsJson(contentType));

    [Fact]
    public void The_capability_statement_is_a_sound_resource() => Assert.IsType<FhirReading.Accepted>(FhirJson.Read(CapabilityStatement.Write(
        [SampleDeclaration.Study, SampleDeclaration.Endpoint],
        new FhirDoorOptions { PublicBase = () => "http://hie/fhir", CallerKey = _ => "", PageKey = () => new byte[32], May = (_, _) => new(true), Refused = (_, _, _) => Task.CompletedTask },
        new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))));
}
