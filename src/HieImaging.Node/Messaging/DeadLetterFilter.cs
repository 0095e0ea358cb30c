using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>
/// Notes a message that its consumer failed at and takes it from the queue: the outbox publishes it again, or no more when it is a dead
/// letter (<see cref="FailureDecision"/>). That PostgreSQL is away is no failure of the message, which waits in its consumer.
/// </summary>
internal sealed class DeadLetterFilter<T>(FailedMessages failed, TimeProvider clock) : IFilter<ConsumeContext<T>>
    where T : class
{
    // Somebody else changed the same documents: soon over, and no failure yet.
    private static readonly TimeSpan[] Conflicts =
        [TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(600)];

    private static readonly TimeSpan StoreAskedEvery = TimeSpan.FromMilliseconds(500), LongestOutage = TimeSpan.FromMinutes(20);

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

    // MassTransit's own retry is no help: it stands around this filter, which lets no failure out to it.
    private async Task SendAsync(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var (began, conflicts) = (clock.GetTimestamp(), 0);
        while (true)
            try
            {
                await next.Send(context);
                return;
            }
            catch (DocumentStore.ConcurrencyException) when (conflicts < Conflicts.Length)
            {
                await Task.Delay(Conflicts[conflicts++], clock, context.CancellationToken);
            }
            catch (StoreUnavailableException away) when (FailureDecision.IsOutage(away) && clock.GetElapsedTime(began) < LongestOutage)
            {
                await Task.Delay(StoreAskedEvery, clock, context.CancellationToken);
            }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");
}
