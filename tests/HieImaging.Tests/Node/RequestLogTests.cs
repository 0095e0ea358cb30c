using HieImaging.Node.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class RequestLogTests
{
    [Fact]
    public async Task A_request_is_named_by_its_doors_pattern_never_by_path_or_query()
    {
        var heard = new Heard();
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Request.Path = "/dicomweb/at/north/studies/1.2.3.4711";
        http.Request.QueryString = new QueryString("?PatientID=0815");
        http.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/dicomweb/at/{custodian}/studies/{study}"), 0, null, null));

        await new RequestLog(answered => { answered.Response.StatusCode = 404; return Task.CompletedTask; }, TimeProvider.System, heard).InvokeAsync(http);

        var line = Assert.Single(heard.Lines);
        Assert.Contains("GET /dicomweb/at/{custodian}/studies/{study} answered 404", line);
        Assert.DoesNotContain("4711", line);
        Assert.DoesNotContain("0815", line);
    }

    private sealed class Heard : ILogger<RequestLog>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
