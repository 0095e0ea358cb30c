using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>One queue a consumer, named by <see cref="QueueName"/>.</summary>
internal sealed class QueueNames : DefaultEndpointNameFormatter
{
    public QueueNames() : base(includeNamespace: false) { }

    protected override string GetConsumerName(Type type) => QueueName.Of(type);
}
