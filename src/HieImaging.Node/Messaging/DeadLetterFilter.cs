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
    // Somebody else changed the same documents: soon over, and no failure yet.
    private static readonly TimeSpan[] Conflicts =
        [TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(600)];

    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        try
        {
            await SendAsync(context, next);
        }
        catch (Exception failure) when (!context.CancellationToken.IsCancellationRequested)
        {
            context.ReceiveContext.GetOrAddPayload(() => new NotedAsFailed());
            await failed.NoteAsync(
                QueueName.ConsumerOf(context.ReceiveContext.InputAddress), context.MessageId, typeof(T).Name, failure, context.CancellationToken);
        }
    }

    private static async Task SendAsync(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        foreach (var wait in Conflicts)
            try
            {
                await next.Send(context);
                return;
            }
            catch (DocumentStore.ConcurrencyException)
            {
                await Task.Delay(wait, context.CancellationToken);
            }
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");
}
