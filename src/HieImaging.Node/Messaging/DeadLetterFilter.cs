using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>
/// Notes a message that its consumer failed at and takes it from the queue: the outbox publishes it again, or no more when it is a dead
/// letter (<see cref="FailureDecision"/>).
/// </summary>
internal sealed class DeadLetterFilter<T>(FailedMessages failed) : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        try
        {
            await next.Send(context);
        }
        catch (Exception failure) when (!context.CancellationToken.IsCancellationRequested)
        {
            await failed.NoteAsync(
                QueueName.ConsumerOf(context.ReceiveContext.InputAddress), context.MessageId, typeof(T).Name, failure, context.CancellationToken);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");
}
