using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>
/// Where a message ends that never came to its consumer, for it is not what the consumer declares: it is a dead letter like any other, and
/// not moved to a queue of errors or of skipped messages.
/// </summary>
internal sealed class UnreadableFilter(FailedMessages failed) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        context.GetOrAddPayload(() => new NotedAsFailed());
        return NoteAsync(context, context.Exception);
    }

    // What failed comes by here too, for no consumer has had it.
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        context.TryGetPayload<NotedAsFailed>(out _) ? Task.CompletedTask : NoteAsync(context, new MessageRefusedException("not-a-message"));

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadable");

    private Task NoteAsync(ReceiveContext context, Exception failure) => failed.NoteAsync(
        QueueName.ConsumerOf(context.InputAddress), context.GetMessageId(), "a message", failure, context.CancellationToken);
}

/// <summary>With a delivery whose failure was dealt with already.</summary>
internal sealed record NotedAsFailed;
