using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using HieImaging.Node.Messaging;
using HieImaging.Node.Roles;
using HieImaging.Node.Shedding;
using HieImaging.Node.Telemetry;
using HieImaging.RecordLocator;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Callers;
using HieImaging.Wire.Telemetry;
using Npgsql;

namespace HieImaging.Node.Serving;

/// <summary>A node's process put together: services of all rooms, the doors of all rooms, and the work of the roles that are on.</summary>
internal static class NodeApplication
{
    /// <summary>Requests that have begun are let finish for so long.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);

    public static WebApplication Build(
        WebApplicationBuilder builder, NpgsqlDataSource postgres, string bus, IReadOnlyList<Role> on, Listeners listeners)
    {
        var services = builder.Services;
        NodeLog.Add(builder.Logging);
        builder.WebHost.UseKestrelHttpsConfiguration().UseSockets(listeners.Configure).ConfigureKestrel(listeners.Configure);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain);
        services.AddRouting();
        services.AddCrossOrigin().AddShedding();
        services.AddOptions<FhirBounds>().BindConfiguration("Fhir:Bounds").ValidateDataAnnotations().ValidateOnStart();

        services.AddSingleton(TimeProvider.System)
            .AddSingleton(postgres)
            .AddSingleton<Store>()
            .AddSingleton<Metrics>()
            .AddSingleton(listeners);
        services.AddHostedService<StorePulse>();
        services.AddSingleton(new PublicAddress(listeners.PublicUrl, () => listeners.PublicUrl));
        services.AddRecordLocator().AddTrust();
        foreach (var role in NodeRoles.All)
            role.Add(services, builder.Configuration);
        foreach (var role in on)
            role.AddJobs(services);
        MessageBus.Add(services, bus, on);
        services.AddHostedService<OutboxGauges>();

        var app = builder.Build();
        app.Services.GetRequiredService<Metrics>();                 // listens from now on
        app.UseMiddleware<ManagementDoor>();
        app.UseMiddleware<RequestLog>();
        app.UseRouting();
        app.UseCrossOrigin();
        app.UseMiddleware<FailureAnswers>();
        app.UseMiddleware<TwoLengths>();
        app.UseGate();
        app.UseShedding();
        foreach (var role in NodeRoles.All)
            role.Map(app);
        FhirDoors.Map(app, listeners);
        return app;
    }
}
