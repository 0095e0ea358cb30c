using HieImaging.DocumentStore;
using HieImaging.Node.Roles;
using MassTransit;
using Microsoft.Extensions.Options;

namespace HieImaging.Node.Messaging;

/// <summary>
/// The bus: RabbitMQ (<c>amqp://…</c>) or this process alone (<c>memory:</c>).
/// It never keeps the doors from opening: they need PostgreSQL, and what was committed meanwhile waits in the outbox.
/// </summary>
internal static class MessageBus
{
    public static void Add(IServiceCollection services, string address, IReadOnlyList<Role> on)
    {
        services.AddOptions<BusOptions>().BindConfiguration("Bus").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OutboxOptions>().BindConfiguration("Bus:Outbox").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<BusOptions>>().Value);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OutboxOptions>>().Value);
        services.AddSingleton(ListedConsumers.Of(NodeRoles.All));
        services.AddSingleton<Outbox>().AddSingleton<DeadLetters>().AddSingleton<OutboxBell>();
        services.AddSingleton<FailedMessages>().AddSingleton<UnreadableFilter>();
        services.Configure<MassTransitHostOptions>(options =>
        {
            options.WaitUntilStarted = false;
            options.StopTimeout = TimeSpan.FromSeconds(25);
        });

        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new QueueNames());
            foreach (var role in on)
                role.AddConsumers(bus);
            bus.AddConfigureEndpointsCallback(ConsumerQueue.Configure);
            if (IsMemory(address))
                bus.UsingInMemory((context, memory) =>
                {
                    Serialize(memory);
                    memory.ConfigureEndpoints(context);
                });
            else
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    Connect(rabbit, new Uri(address), context.GetRequiredService<BusOptions>());
                    rabbit.ConfigureEndpoints(context);
                });
        });
        if (IsMemory(address))
            services.AddSingleton<IOutboxCarrier, MemoryCarrier>();
        else
            services.AddSingleton(new BusEndpoints(new Uri(address), ListedConsumers.TypesOf(on)))
                .AddSingleton(provider => new BrokerCarrier(new Uri(address), provider.GetRequiredService<BusOptions>()))
                .AddSingleton<IOutboxCarrier>(provider => provider.GetRequiredService<BrokerCarrier>())
                .AddSingleton<BusInUse>()
                .AddHostedService<BusWatch>();
        services.AddSingleton<Hearing>().AddHostedService<OutboxRelay>();
    }

    public static void Connect(IRabbitMqBusFactoryConfigurator rabbit, Uri broker, BusOptions options)
    {
        rabbit.Host(broker, host =>
        {
            if (BrokerTls.IsAsked(broker))
                BrokerTls.Apply(host, broker, options.Tls);
        });
        Serialize(rabbit);
    }

    public static bool IsMemory(string address) => address.StartsWith("memory:", StringComparison.Ordinal);

    // Plain JSON and nothing else: a queue takes the one record that its consumer declares, whatever a header says.
    private static void Serialize(IBusFactoryConfigurator bus)
    {
        bus.ClearSerialization();
        bus.UseRawJsonSerializer(RawSerializerOptions.AddTransportHeaders);
    }
}
