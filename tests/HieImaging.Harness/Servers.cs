using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace HieImaging.Harness;

/// <summary>PostgreSQL and RabbitMQ: those that docker/test.sh started, or own ones that a fault may hit.</summary>
public sealed partial class Servers : IAsyncDisposable
{
    private readonly string? _state;
    private readonly IReadOnlyDictionary<string, string> _settings;

    private Servers(string? state, IReadOnlyDictionary<string, string> settings) => (_state, _settings) = (state, settings);

    public string Postgres => _settings["ConnectionStrings__Postgres"];

    public string Bus => _settings["ConnectionStrings__Bus"];

    /// <summary>The servers of this test run; started here when nobody has.</summary>
    public static async Task<Servers> SharedAsync()
    {
        string[] names = ["ConnectionStrings__Postgres", "ConnectionStrings__Bus", "HIE_RABBITMQ_API"];
        if (names.All(name => Environment.GetEnvironmentVariable(name) is not null))
            return new Servers(null, names.ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)!));
        return await OwnAsync();
    }

    /// <summary>Servers of this test's own, to be killed and restarted.</summary>
    public static async Task<Servers> OwnAsync()
    {
        var state = Checkout.NewFolder("servers");
        await ScriptAsync(state, "start");
        var settings = Export().Matches(await ScriptAsync(state, "env")).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return new Servers(state, settings);
    }

    public Task StartAsync(string server) => ScriptAsync(Own, "start", server);

    public Task StopAsync(string server) => ScriptAsync(Own, "stop", server);

    /// <summary>As a crash: SIGKILL to the server and all of its processes.</summary>
    public Task KillAsync(string server) => ScriptAsync(Own, "kill", server);

    /// <summary>Runs <c>rabbitmqctl</c>; what it said.</summary>
    public Task<string> ControlAsync(params string[] arguments) => ScriptAsync(Own, ["rabbitmqctl", .. arguments]);

    /// <summary>As a crash within seconds of the queues' birth: RabbitMQ knows of them, and their replicas are lost.</summary>
    public void ForgetQuorumQueues()
    {
        foreach (var register in Directory.GetFiles(Path.Combine(Own, "rabbitmq", "mnesia"), "names.dets", SearchOption.AllDirectories))
            File.Delete(register);
    }

    /// <summary>Of a stopped RabbitMQ: everything that it knew, as <c>rabbitmqctl reset</c> does; queues, bindings, messages.</summary>
    public void ForgetBroker() => Directory.Delete(Path.Combine(Own, "rabbitmq", "mnesia"), recursive: true);

    /// <summary>The server's process; null when it does not run.</summary>
    public async Task<int?> PidAsync(string server)
    {
        await using var script = RunningProcess.Start("bash", [Script, "status"], new Dictionary<string, string> { ["HIE_STATE"] = Own });
        await script.ExitAsync(TimeSpan.FromSeconds(30));
        var status = string.Join('\n', script.Lines);
        return Pid(server).Match(status) is { Success: true } pid ? int.Parse(pid.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static Regex Pid(string server) => new($"{server} runs: .* pid ([0-9]+)");

    /// <summary>A new database; its connection string.</summary>
    /// <param name="template">A database in which nobody works now, to be copied; null: empty.</param>
    public async Task<string> NewDatabaseAsync(string? template = null)
    {
        var name = "t" + Guid.NewGuid().ToString("N")[..12];
        await ScalarAsync(Postgres, $"create database {name} template {(template is null ? "template1" : new NpgsqlConnectionStringBuilder(template).Database)}");
        return new NpgsqlConnectionStringBuilder(Postgres) { Database = name }.ConnectionString;
    }

    /// <summary>A copy of a database as it is at this moment, whoever works in it; its connection string.</summary>
    public async Task<string> CopyAsync(string database)
    {
        var copy = await NewDatabaseAsync();
        await RunningProcess.RunAsync("bash", ["-c", "set -o pipefail; pg_dump \"$FROM\" | psql -q -v ON_ERROR_STOP=1 \"$TO\""],
            new Dictionary<string, string> { ["FROM"] = Libpq(database), ["TO"] = Libpq(copy) });
        return copy;
    }

    /// <summary>Runs statements, in one transaction, as a superuser.</summary>
    public static async Task RunAsync(string database, params IEnumerable<string> statements)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Runs statements (between semicolons) as a superuser; the first value, if any.</summary>
    public static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in sql.Split(';'))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        return await batch.ExecuteScalarAsync();
    }

    private static string Libpq(string database)
    {
        var parts = new NpgsqlConnectionStringBuilder(database);
        return $"host={parts.Host} port={parts.Port} user={parts.Username} dbname={parts.Database}" + (parts.Password is { Length: > 0 } password ? $" password={password}" : "");
    }

    /// <summary>A new virtual host of RabbitMQ, so that two exchanges share no queue; its address.</summary>
    public async Task<string> NewBusAsync()
    {
        var name = "t" + Guid.NewGuid().ToString("N")[..12];
        using var http = Api();
        using var created = await http.PutAsync($"api/vhosts/{name}", Json("{}"));
        created.EnsureSuccessStatusCode();
        using var permitted = await http.PutAsync($"api/permissions/{name}/guest", Json("""{"configure":".*","write":".*","read":".*"}"""));
        permitted.EnsureSuccessStatusCode();
        return $"{Bus}/{name}";
    }

    /// <summary>Deletes every queue of a virtual host with all that is in it.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> DeleteQueuesAsync(string bus)
    {
        using var http = Api();
        var queues = await QueuesAsync(bus);
        foreach (var queue in queues)
        {
            using var deleted = await http.DeleteAsync($"api/queues/{HostOf(bus)}/{Uri.EscapeDataString(queue)}");
            deleted.EnsureSuccessStatusCode();
        }
        return queues.Count;
    }

    /// <summary>Names of the queues of a virtual host.</summary>
    public async Task<IReadOnlyList<string>> QueuesAsync(string bus)
    {
        using var http = Api();
        var told = await http.GetStringAsync($"api/queues/{HostOf(bus)}?columns=name");
        return [.. Regex.Matches(told, "\"name\":\"([^\"]+)\"").Select(queue => queue.Groups[1].Value)];
    }

    private static string HostOf(string bus) => new Uri(bus).AbsolutePath.Trim('/');

    public async ValueTask DisposeAsync()
    {
        if (_state is not null)
            await ScriptAsync(_state, "stop");
    }

    private string Own => _state ?? throw new InvalidOperationException("Shared servers are nobody's to kill; use OwnAsync.");

    private static string Script => Path.Combine(Checkout.Root, "docker", "servers.sh");

    private static Task<string> ScriptAsync(string state, params string[] verb) => RunningProcess.RunAsync(
        "bash", [Script, .. verb], new Dictionary<string, string> { ["HIE_STATE"] = state });

    private HttpClient Api()
    {
        var http = new HttpClient { BaseAddress = new Uri(_settings["HIE_RABBITMQ_API"] + "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("guest:guest"u8));
        return http;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    [GeneratedRegex("^export ([A-Za-z_]+)='(.*)'$", RegexOptions.Multiline)]
    private static partial Regex Export();
}
