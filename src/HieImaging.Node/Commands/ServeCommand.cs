using System.CommandLine;
using System.Net.Sockets;
using HieImaging.DocumentStore;
using HieImaging.Node.Messaging;
using HieImaging.Node.Roles;
using HieImaging.Node.Serving;
using HieImaging.Node.Telemetry;
using HieImaging.Wire.Connecting;
using Npgsql;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node serve</c>: opens every door, and does the work of the roles that are on.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var roles = new Option<string?>("--roles")
        {
            Description = "The roles whose consumers and jobs run here, separated by commas; default all."
        };
        var urls = new Option<string?>("--urls")
        {
            Description = "Where the doors listen; port 0 is any free one. Default http://127.0.0.1:8080."
        };
        var command = new Command("serve", "Opens every door, and does the work of the roles that are on.") { roles, urls };
        command.SetAction((parsed, cancellation) => Serve(parsed.GetValue(roles), parsed.GetValue(urls), cancellation));
        return command;
    }

    private static async Task<int> Serve(string? roles, string? urls, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = builder.Configuration;
        if (settings.Required("ConnectionStrings:Postgres") is not { } postgres
            || settings.Required("ConnectionStrings:Bus") is not { } bus)
            return 2;
        var listening = settings.GetSection("Listening").Get<ListeningOptions>() ?? new ListeningOptions();
        if ((urls ?? settings["urls"]) is { } given)
            listening = listening with { Urls = given };
        IReadOnlyList<Role> on;
        try
        {
            on = NodeRoles.Named(roles);
        }
        catch (ArgumentException unknown)
        {
            return Refuse(unknown.Message);
        }

        if (Listeners.Refusals(listening) is { Count: > 0 } refusals)
            return Refuse(string.Join('\n', refusals));
        if (MessageBus.IsMemory(bus) && on.Count < NodeRoles.All.Count)
            return Refuse("The bus memory: needs all roles in this process.");

        var (store, plain) = (PostgresDataSource.Settings(postgres), new PlainHosts(settings.GetSection(PlainHosts.Section).Get<string[]>() ?? []));
        if (OutwardConnections.Refusals(store, bus, plain) is { Count: > 0 } unencrypted)
            return Refuse(string.Join('\n', unencrypted));
        foreach (var warning in OutwardConnections.Warnings(store))
            Console.Error.WriteLine(warning);
        builder.Services.AddSingleton(plain);

        await using var source = PostgresDataSource.Open(postgres);
        if (await Drift(source, cancellation) is { Count: > 0 } drift)
            return Refuse(
                "The database's schema is not this program's; `hie-node schema apply` brings it forward:\n" + string.Join('\n', drift));

        Listeners listeners;
        try
        {
            listeners = new Listeners(listening, on.Any(role => role.Name == "identity"));
        }
        catch (SocketException taken)
        {
            return Refuse($"The node cannot listen on {listening.Urls};{listening.Mllp};{listening.Management}: {taken.Message}");
        }

        await using var app = NodeApplication.Build(builder, source, bus, on, listeners);
        using var export = OpenTelemetryExport.Start(settings);
        await StartAsync(app, cancellation);
        foreach (var address in listeners.Doors)
            Console.WriteLine($"hie-node listening on {address}");
        foreach (var address in listeners.Mllp)
            Console.WriteLine($"hie-node listening on {address}");
        foreach (var address in listeners.Management)
            Console.WriteLine($"management on {address}");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    // What fails after the doors have opened closes them as a stop does: whoever was let in gets his answer.
    private static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }

    private static Task<IReadOnlyList<string>> Drift(NpgsqlDataSource source, CancellationToken cancellation) => StoreAtStart.WaitAsync(
        new SchemaMigrations(source, NodeSchema.Migrations).CheckAsync, TimeProvider.System,
        () => Console.Error.WriteLine("PostgreSQL does not answer yet."), cancellation);

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 2;
    }
}
