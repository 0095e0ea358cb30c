using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>
/// A consumer's queue: replicated, bounded in what it hands out; a message that fails is noted as failed and comes again from the outbox
/// (<see cref="DeadLetterFilter{T}"/>), so that nobody waits behind it. No queue for errors: the outbox holds the message until its consumer
/// has had it.
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

        endpoint.PublishFaults = false;                             // they would carry the exception's text
        endpoint.ConcurrentMessageLimit ??= options.Concurrency;
        var unreadable = context.GetRequiredService<UnreadableFilter>();
        endpoint.ConfigureError(pipe => pipe.UseFilter(unreadable));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(unreadable));
        endpoint.UseConsumeFilter(typeof(HearingFilter<>), context);
        endpoint.UseConsumeFilter(typeof(DeadLetterFilter<>), context);
    }
}
