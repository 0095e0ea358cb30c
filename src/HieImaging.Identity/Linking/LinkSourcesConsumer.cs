using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Identity.Linking;

/// <summary>Who a manifest named anew is linked with those who came meanwhile.</summary>
public sealed class LinkSourcesConsumer(LinkSources sources) : IConsumer<SourceIdentityFed>
{
    public Task Consume(ConsumeContext<SourceIdentityFed> context) => sources.Together.Consume(context.InboxKey(), context.Message);
}
