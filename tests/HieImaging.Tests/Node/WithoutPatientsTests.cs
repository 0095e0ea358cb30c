using System.Diagnostics;
using HieImaging.Node.Telemetry;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class WithoutPatientsTests
{
    [Fact]
    public void A_span_leaves_without_addresses_and_SQL()
    {
        using var processor = new WithoutPatients();
        using var span = Span().SetTag("url.path", "/fhir/Patient/s-1").SetTag("db.query.text", "select 1").SetTag("http.route", "/fhir/Patient/{id}");
        processor.OnEnd(span);
        Assert.Equal("http.route", Assert.Single(span.TagObjects).Key);
        Assert.True(span.Recorded);
    }

    [Fact]
    public void A_span_that_quotes_an_exception_does_not_leave()
    {
        using var processor = new WithoutPatients();
        using var span = Span().AddException(new InvalidOperationException("invalid input syntax: \"MEYER\""));
        processor.OnEnd(span);
        Assert.False(span.Recorded);
    }

    private static Activity Span() => new("span") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
}
