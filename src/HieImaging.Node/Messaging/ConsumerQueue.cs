using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>
/// A consumer's queue: replicated, bounded in what it hands out; a failing message is tried a few times in process and then noted as failed
/// (<see cref="DeadLetterFilter{T}"/>). No queue for errors: the outbox holds the message until its consumer has had it.
/// </summary>
internal static class ConsumerQueue
{
    public static void Configure(IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint)
    {
        var options = context.GetRequiredService<BusOptions>();
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.SetQuorumQueue(options.Replicas);
            rabbit.SetQueueArgument("x-delivery-limit", options.DeliveryLimit);
            rabbit.PrefetchCount = Math.Max(rabbit.PrefetchCount, options.Prefetch);
        }

        endpoint.UseConsumeFilter(typeof(DeadLetterFilter<>), context);
        endpoint.UseMessageRetry(retry => retry.Intervals([.. options.RetryAfter]));
    }
}
