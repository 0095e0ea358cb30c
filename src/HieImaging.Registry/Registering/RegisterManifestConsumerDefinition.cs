using MassTransit;

namespace HieImaging.Registry.Registering;

/// <summary>So many messages at once that a transaction is filled while another is at work.</summary>
internal sealed class RegisterManifestConsumerDefinition : ConsumerDefinition<RegisterManifestConsumer>
{
    private const int InHand = 200;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<RegisterManifestConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = InHand;
        endpointConfigurator.ConcurrentMessageLimit = InHand;
    }
}
