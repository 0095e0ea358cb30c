using MassTransit;

namespace HieImaging.DocumentStore;

/// <summary>Of a consumer whose messages go together (<see cref="MessagesTogether{T}"/>): so many in hand that a transaction is filled while
/// another is at work.</summary>
public sealed class TogetherDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    private const int InHand = 200;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = InHand;
        endpointConfigurator.ConcurrentMessageLimit = InHand;
    }
}
