using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Registry.Registering;

/// <summary>Key objects of a bulk intake are registered from the queue, together with those that wait beside them.</summary>
internal sealed class RegisterManifestConsumer(RegisterManifests manifests) : IConsumer<ManifestReceived>
{
    public Task Consume(ConsumeContext<ManifestReceived> context) => manifests.Together.Consume(context.InboxKey(), context.Message);
}
