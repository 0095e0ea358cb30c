using System.Net;
using System.Net.Http.Headers;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A viewer that is served from another origin calls by the rules of browsers.</summary>
[Collection(InOneProcess.Name)]
public sealed class CrossOriginStories(OneProcess exchange) : CrossOriginStory(exchange)
{
    [Theory]
    [InlineData("dicomweb/studies?limit=1")]
    [InlineData("dicomweb/at/h1/studies/1.2/series/1.3/instances/1.4/frames/1")]
    [InlineData("fhir/ImagingStudy?_id=x")]
    public async Task A_preflight_of_a_listed_origin_is_answered_without_a_token_and_may_be_kept(string path)
    {
        using var answer = await PreflightAsync(path, Exchange.Viewer, "accept,authorization");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(Exchange.Viewer, One(answer.Headers, "Access-Control-Allow-Origin"));
        Assert.Contains("authorization", One(answer.Headers, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("7200", One(answer.Headers, "Access-Control-Max-Age"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Contains("Origin", answer.Headers.Vary);
    }

    [Theory]
    [InlineData("https://other.example.org")]
    [InlineData("http://viewer.example.org")]
    [InlineData("https://viewer.example.org.evil.example")]
    [InlineData("null")]
    public async Task Nobody_else_is_let_in_and_no_other_door_has_it(string origin)
    {
        using var preflight = await PreflightAsync("dicomweb/studies", origin, "authorization");
        using var asked = await AskAsync("dicomweb/studies?limit=1", origin);
        using var token = await PreflightAsync("oauth2/token", Exchange.Viewer, "authorization");

        foreach (var answer in new[] { preflight, asked, token })
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Contains("Origin", asked.Headers.Vary);
    }

    [Fact]
    public async Task A_refusal_can_be_read_by_the_page_and_shows_the_headers_that_it_needs()
    {
        using var refused = await AskAsync("dicomweb/studies?limit=1", Exchange.Viewer);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(Exchange.Viewer, One(refused.Headers, "Access-Control-Allow-Origin"));
        Assert.Contains("Warning", One(refused.Headers, "Access-Control-Expose-Headers"), StringComparison.Ordinal);

        using var bad = await AskAsync("dicomweb/studies?limit=x", Exchange.Viewer, Exchange.FreshHospital().Ehr);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal(Exchange.Viewer, One(bad.Headers, "Access-Control-Allow-Origin"));
    }
}

/// <summary>Where no origin is listed, no page of another origin gets a word.</summary>
[Collection(InOneProcessARole.Name)]
public sealed class UnlistedOriginStories(OneProcessARole exchange) : CrossOriginStory(exchange)
{
    [Fact]
    public async Task Unless_somebody_lists_an_origin_there_is_no_CORS()
    {
        using var preflight = await PreflightAsync("dicomweb/studies", Exchange.Viewer, "authorization");
        using var asked = await AskAsync("dicomweb/studies?limit=1", Exchange.Viewer);

        Assert.False(preflight.IsSuccessStatusCode);
        foreach (var answer in new[] { preflight, asked })
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>Requests as a browser sends them for a page of another origin.</summary>
public abstract class CrossOriginStory(Exchange exchange) : Story(exchange)
{
    protected async Task<HttpResponseMessage> PreflightAsync(string path, string origin, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", headers);
        return await Exchange.Http.SendAsync(request);
    }

    protected async Task<HttpResponseMessage> AskAsync(string path, string origin, string? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        if (client is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client));
        return await Exchange.Http.SendAsync(request);
    }

    protected static string One(HttpResponseHeaders headers, string name) => Assert.Single(headers.GetValues(name));
}
