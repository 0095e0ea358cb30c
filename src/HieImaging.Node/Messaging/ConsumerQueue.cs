using HieImaging.DocumentStore;
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

        endpoint.PublishFaults = false;                             // they would carry the exception's text
        endpoint.ConcurrentMessageLimit ??= options.Concurrency;
        endpoint.UseConsumeFilter(typeof(HearingFilter<>), context);
        endpoint.UseConsumeFilter(typeof(DeadLetterFilter<>), context);
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<StoreUnavailableException>();              // no fault of the message: it waits for PostgreSQL, two minutes
            retry.Interval(240, TimeSpan.FromMilliseconds(500));
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<StoreUnavailableException>();
            retry.Intervals([.. options.RetryAfter]);
        });
    }
}
