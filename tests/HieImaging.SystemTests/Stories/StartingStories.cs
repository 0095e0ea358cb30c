using System.Net;
using System.Text.Json;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A node has been started: what anybody can see of it.</summary>
public abstract class StartingStories(Exchange exchange) : Story(exchange)
{
    [Fact]
    public async Task It_tells_anybody_what_it_can()
    {
        using var answer = await GetAsync("fhir/metadata", client: null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var statement = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var types = statement.RootElement.GetProperty("rest")[0].GetProperty("resource").EnumerateArray().Select(resource => resource.GetProperty("type").GetString());
        Assert.Contains("ImagingStudy", types);
    }

    [Fact]
    public async Task Without_a_token_every_other_door_is_shut()
    {
        foreach (var path in new[] { "fhir/ImagingStudy?_id=x", "fhir/Patient/s-x", "dicomweb/studies/1.2.3", "dicomweb/at/h1/studies/1.2.3" })
        {
            using var answer = await GetAsync(path, client: null);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{path}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Health_and_metrics_are_not_among_the_doors()
    {
        using var health = await GetAsync("health/ready", client: null);
        using var metrics = await GetAsync("metrics", client: null);

        Assert.False(health.IsSuccessStatusCode);
        Assert.False(metrics.IsSuccessStatusCode);
    }
}

[Collection(InOneProcess.Name)]
public sealed class StartingStoriesInOneProcess(OneProcess exchange) : StartingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class StartingStoriesInOneProcessARole(OneProcessARole exchange) : StartingStories(exchange);
