using HieImaging.DocumentStore;
using MassTransit;
using Npgsql;

namespace HieImaging.Node.Messaging;

/// <summary>
/// Outside the retries: notes a message that failed at all of them and takes it from the queue. After the set number of rounds, minutes
/// apart, the outbox publishes it no more and the metric <c>hie_dead_letters</c> rings. Where PostgreSQL itself is down nothing is noted
/// and nothing lost: the message is due again later.
/// </summary>
internal sealed partial class DeadLetterFilter<T>(DeadLetters letters, ILogger<DeadLetters> log) : IFilter<ConsumeContext<T>>
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
            await Note(context.InboxKey(), Reason(failure), failure, context.CancellationToken);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");

    private async Task Note(InboxKey key, string reason, Exception failure, CancellationToken cancellation)
    {
        try
        {
            if (await letters.AddAsync(key, reason, cancellation))
                DeadLetterLog.Dead(log, key.Consumer, typeof(T).Name, key.MessageId, reason, failure);
            else
                DeadLetterLog.Failed(log, key.Consumer, typeof(T).Name, key.MessageId, reason, failure);
        }
        catch (StoreUnavailableException)
        {
            DeadLetterLog.Failed(log, key.Consumer, typeof(T).Name, key.MessageId, reason, failure);
        }
    }

    private static string Reason(Exception failure)
    {
        var cause = failure.InnerException ?? failure;
        return cause is PostgresException postgres ? $"{nameof(PostgresException)} {postgres.SqlState}" : cause.GetType().Name;
    }
}
