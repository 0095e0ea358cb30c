using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>Notes that a consumer has a message in hand.</summary>
internal sealed class HearingFilter<T>(Hearing hearing) : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var consumer = QueueName.ConsumerOf(context.ReceiveContext.InputAddress);
        hearing.Begin(consumer);
        try
        {
            await next.Send(context);
        }
        finally
        {
            hearing.End(consumer);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("hearing");
}
