using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>
/// The bus whose consumers listen now: the container's, until that has lost its broker for good. After a broker's crash MassTransit 8.4
/// does not always find back (its issues 5942 and 6102): a channel of the dead connection is kept, nothing on it is answered, and stopping
/// that bus never ends. Another bus with the same consumers then takes its place; what both should consume, the inbox lets have its effect once.
/// </summary>
internal sealed partial class BusInUse(IBusControl first, IServiceProvider services, BusEndpoints endpoints, ILogger<BusInUse> log)
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(5), StopWithin = TimeSpan.FromSeconds(5);

    private IBusControl? _second;

    /// <summary>Takes a new bus. One that does not start soon (queues still recover after a crash, and may never answer who asked them
    /// meanwhile) is left, and the next call tries another.</summary>
    /// <exception cref="TimeoutException">It did not start.</exception>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        Renewed(log);
        var next = Create();
        try
        {
            await next.StartAsync(CancellationToken.None).WaitAsync(StartWithin, cancellation);
        }
        catch (Exception)
        {
            _ = LeaveAsync(next);
            throw;
        }

        _ = LeaveAsync(_second ?? first);
        _second = next;
    }

    /// <summary>Ends a bus that took the first one's place; the first is the container's to end.</summary>
    public Task StopAsync() => _second is null ? Task.CompletedTask : LeaveAsync(_second);

    private IBusControl Create()
    {
        var context = services.GetRequiredService<IBusRegistrationContext>();
        return Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            MessageBus.Connect(rabbit, endpoints.Broker, context.GetRequiredService<BusOptions>());
            foreach (var consumer in endpoints.Consumers)
                rabbit.ReceiveEndpoint(QueueName.Of(consumer), endpoint =>
                {
                    ConsumerQueue.Configure(context, QueueName.Of(consumer), endpoint);
                    context.ConfigureConsumer(consumer, endpoint);
                });
        });
    }

    private static async Task LeaveAsync(IBusControl left)
    {
        using var within = new CancellationTokenSource(StopWithin);
        await left.StopAsync(within.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(6003, LogLevel.Warning, "The bus does not hear its queues; another takes its place.")]
    private static partial void Renewed(ILogger log);
}

/// <summary>What a bus of this process is made of.</summary>
/// <param name="Broker">RabbitMQ.</param>
/// <param name="Consumers">Of the roles that are on.</param>
internal sealed record BusEndpoints(Uri Broker, IReadOnlyList<Type> Consumers);
