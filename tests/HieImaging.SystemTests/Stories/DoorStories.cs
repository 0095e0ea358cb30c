using System.Net;
using System.Text;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Every door that there is: shut to who shows nothing, shut to who shows the wrong thing, and each time told in the audit trail.</summary>
public abstract class DoorStories(Exchange exchange) : Story(exchange)
{
    private static readonly (string Method, string Path, string Transaction)[] NotFhir =
    [
        ("POST", "xds/repository", "RAD-68"), ("POST", "xds/registry", "ITI-57"), ("POST", "manifests", "manifests"), ("GET", "manifests/1", "manifests"),
        ("POST", "dicomweb/studies", "RAD-108"), ("POST", "dicomweb/studies/1.2", "RAD-108"), ("POST", "dicomweb/at/h1/studies", "RAD-108"), ("POST", "dicomweb/at/h1/studies/1.2", "RAD-108"),
        .. from root in (string[])["dicomweb/studies/1.2", "dicomweb/at/h1/studies/1.2"]
           from below in (string[])["", "/metadata", "/series/1.3", "/series/1.3/metadata", "/series/1.3/instances/1.4", "/series/1.3/instances/1.4/metadata",
               "/series/1.3/instances/1.4/frames/1", "/series/1.3/instances/1.4/bulkdata/x"]
           select ("GET", root + below, "RAD-107"),
        .. from root in (string[])["dicomweb", "dicomweb/at/h1"]
           from level in (string[])["/studies", "/series", "/instances", "/studies/1.2/series", "/studies/1.2/instances", "/studies/1.2/series/1.3/instances"]
           select ("GET", root + level, "RAD-129"),
        ("POST", "oauth2/introspect", "ITI-102"),
        ("POST", "fhir", "fhir-create Bundle"), ("POST", "fhir/Endpoint", "fhir-create Endpoint"), ("PATCH", "fhir/ImagingStudy/x", "fhir-update ImagingStudy"),
        ("DELETE", "fhir/Patient/x", "fhir-delete Patient"),
    ];

    private static readonly string[] Open =
        ["fhir/metadata", "oauth2/jwks", ".well-known/smart-configuration", "fhir/.well-known/smart-configuration", ".well-known/oauth-authorization-server"];

    [Fact]
    public async Task Without_a_token_no_door_opens_and_the_trail_tells_of_each()
    {
        var since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var doors = await DoorsAsync();
        Assert.True(doors.Count > 40, $"{doors.Count} doors");

        foreach (var (method, path, _) in doors)
            Assert.True(await StatusAsync(method, path, client: null) == HttpStatusCode.Unauthorized, $"{method} {path}");

        // Of nobody whom we know, what comes after the first of a kind is counted and written every ten seconds.
        await Deadline.Until("each is in the audit trail", async () =>
            doors.Select(door => door.Transaction).Distinct().Except(await RefusedAsync("client is null", since)).ToList() is []);
    }

    [Fact]
    public async Task Without_the_scope_no_door_opens_and_the_trail_tells_who_knocked()
    {
        var since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var doors = await DoorsAsync();

        foreach (var (method, path, _) in doors)
            Assert.True(await StatusAsync(method, path, PretendDomain.Payer) == HttpStatusCode.Forbidden, $"{method} {path}");

        Assert.Empty(doors.Select(door => door.Transaction).Distinct().Except(await RefusedAsync($"client = '{PretendDomain.Payer}'", since)));
    }

    [Fact]
    public async Task What_tells_how_to_log_in_is_open_and_nothing_else_is_there()
    {
        foreach (var path in Open)
            Assert.True(await StatusAsync("GET", path, client: null) == HttpStatusCode.OK, path);
        foreach (var path in (string[])["", "health/live", "health/ready", "metrics", "admin", "swagger", "xds/gateway", "fhir", "fhir/Binary/1", "dicomweb", "dicomweb/at/h1"])
            Assert.True(await StatusAsync("GET", path, client: null) is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, path);
    }

    /// <summary>What the capability statement declares, and the doors that are not FHIR.</summary>
    private async Task<IReadOnlyList<(string Method, string Path, string Transaction)>> DoorsAsync()
    {
        using var answer = await GetAsync("fhir/metadata", client: null);
        using var statement = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return [.. NotFhir, .. statement.RootElement.GetProperty("rest")[0].GetProperty("resource").EnumerateArray().SelectMany(Doors)];
    }

    private static List<(string Method, string Path, string Transaction)> Doors(JsonElement resource)
    {
        var type = resource.GetProperty("type").GetString()!;
        var doors = new List<(string, string, string)>();
        foreach (var code in resource.GetProperty("interaction").EnumerateArray().Select(interaction => interaction.GetProperty("code").GetString()))
            doors.AddRange(code switch
            {
                "read" => [("GET", $"fhir/{type}/x", type == "Binary" ? "ITI-68" : $"fhir-read {type}")],
                "search-type" when type == "DocumentReference" => [("GET", $"fhir/{type}", "ITI-67"), ("POST", $"fhir/{type}/_search", "ITI-67")],
                "search-type" when type == "Patient" => [("GET", $"fhir/{type}", "ITI-78"), ("POST", $"fhir/{type}/_search", "ITI-78")],
                "vread" => [("GET", $"fhir/{type}/x/_history/1", $"fhir-read {type}")],
                "history-instance" => [("GET", $"fhir/{type}/x/_history", $"fhir-read {type}")],
                "search-type" => [("GET", $"fhir/{type}", $"fhir-search {type}"), ("POST", $"fhir/{type}/_search", $"fhir-search {type}")],
                "create" => [("POST", $"fhir/{type}", $"fhir-create {type}")],
                "update" when type == "ImagingStudy" => [("PUT", $"fhir/{type}/x", $"fhir-update {type}")],
                "update" when type == "Patient" => [("PUT", $"fhir/{type}?identifier=a|b", "ITI-104")],
                _ => throw new InvalidOperationException($"{type}: no test for {code} yet."),
            });
        if (resource.TryGetProperty("operation", out var operations))
            doors.AddRange(operations.EnumerateArray().Select(operation => operation.GetProperty("name").GetString())
                .Select(name => name switch
                {
                    "ihe-pix" => ("GET", $"fhir/{type}/${name}", "ITI-83"),
                    "match" => ("POST", $"fhir/{type}/${name}", "ITI-119"),
                    "review-queue" or "explain-link" or "split-report" => ("GET", $"fhir/{type}/${name}", name),
                    "review-claim" or "review-release" or "review-decide" => ("POST", $"fhir/{type}/${name}", name),
                    "link" or "unlink" => ("POST", $"fhir/{type}/${name}", "steward-" + name),
                    "link-undo" => ("POST", $"fhir/{type}/${name}", "steward-undo"),
                    "validate" => ("POST", $"fhir/{type}/${name}", $"fhir-validate {type}"),
                    _ => throw new InvalidOperationException($"No test for ${name} yet."),
                }));
        return doors;
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string path, string? client)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
            request.Content = new StringContent("x", Encoding.ASCII, path.StartsWith("xds", StringComparison.Ordinal) ? "application/soap+xml" : "application/fhir+json");
        if (client is not null)
            request.Headers.Authorization = new("Bearer", await Exchange.TokenAsync(client));
        using var answer = await Exchange.Http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Transactions of which a refusal was recorded.</summary>
    private async Task<IReadOnlyList<string>> RefusedAsync(string whose, DateTimeOffset since) =>
        (string[]?)await Exchange.ScalarAsync($"select array_agg(distinct transaction) from trust.audit_record where outcome = 4 and {whose} and recorded > '{since:O}'") is { } told ? told : [];
}

[Collection(InOneProcess.Name)]
public sealed class DoorStoriesInOneProcess(OneProcess exchange) : DoorStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class DoorStoriesInOneProcessARole(OneProcessARole exchange) : DoorStories(exchange);
