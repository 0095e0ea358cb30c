using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using HieImaging.SystemTests.Harness;
using Npgsql;

namespace HieImaging.SystemTests.Stories;

/// <summary>What an operator does to a domain, and a database administrator to a database.</summary>
public abstract class TrustStory(Exchange exchange) : Story(exchange)
{
    /// <summary>The domain is another while <paramref name="meanwhile"/> runs, and then what it was.</summary>
    protected async Task WhileAsync(Action<JsonObject> change, Func<Task> meanwhile)
    {
        var good = Exchange.Settings["Domain"];
        var domain = JsonNode.Parse(await File.ReadAllTextAsync(good))!.AsObject();
        change(domain);
        var changed = Path.Combine(Checkout.NewFolder("domain"), "changed.json");
        await File.WriteAllTextAsync(changed, domain.ToJsonString());
        try
        {
            await ImportAsync(changed);
            await meanwhile();
        }
        finally
        {
            await ImportAsync(good);
        }
    }

    protected static JsonObject ClientOf(JsonObject domain, string client) => domain["participants"]!.AsArray()
        .SelectMany(participant => participant!["clients"]?.AsArray() ?? []).Select(node => node!.AsObject()).Single(node => (string?)node["id"] == client);

    /// <summary>GET with a token in hand.</summary>
    protected async Task<HttpResponseMessage> GetWithAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Exchange.Http.SendAsync(request);
    }

    /// <summary>One value, asked as the database's superuser, who no trigger stops.</summary>
    protected async Task<T> SqlAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Exchange.Settings["ConnectionStrings__Postgres"]);
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand("set session_replication_role = replica"), new NpgsqlBatchCommand(sql) },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        return await reader.ReadAsync() ? reader.GetFieldValue<T>(0) : default!;
    }

    // Every process learns of it by itself, within about a second.
    private async Task ImportAsync(string file)
    {
        await NodeProcess.RunAsync(Exchange.Settings, "domain", "import", file);
        var version = await SqlAsync<int>("select max(version) from record_locator.affinity_domain");
        using var http = new HttpClient();
        foreach (var node in Exchange.Nodes)
            await Deadline.Until("the node has the imported domain", async () =>
                (await http.GetStringAsync(new Uri(node.Management, "metrics"))).Split('\n').Contains($"hie_domain_version {version}"), TimeSpan.FromSeconds(20));
    }
}
