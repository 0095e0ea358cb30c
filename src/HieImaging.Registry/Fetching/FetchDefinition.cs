using MassTransit;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Fetching;

/// <summary>More messages at work than other consumers have: most of them wait for a hospital, and hold nothing meanwhile.</summary>
internal sealed class FetchDefinition(IOptions<FetchOptions> options) : ConsumerDefinition<FetchDocumentConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<FetchDocumentConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = options.Value.Concurrency;
        endpointConfigurator.ConcurrentMessageLimit = options.Value.Concurrency;
    }
}
