using MassTransit;

namespace HieImaging.Identity.Feeding;

/// <summary>So many messages at once that a transaction is filled while another is at work.</summary>
internal sealed class FeedManifestPatientConsumerDefinition : ConsumerDefinition<FeedManifestPatientConsumer>
{
    private const int InHand = 200;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<FeedManifestPatientConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = InHand;
        endpointConfigurator.ConcurrentMessageLimit = InHand;
    }
}
