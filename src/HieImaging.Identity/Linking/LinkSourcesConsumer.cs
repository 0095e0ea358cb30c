using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Identity.Linking;

/// <summary>After a manifest named a patient anew: who is who among all that the word touches is worked out again, from the present
/// state. Feeds do so in their own transaction.</summary>
public sealed class LinkSourcesConsumer(Store store, LinkingContext linking) : IConsumer<SourceIdentityFed>
{
    public Task Consume(ConsumeContext<SourceIdentityFed> context)
    {
        var (source, cancellation) = (context.Message.Id, context.CancellationToken);
        return LinkedTransaction.RunAsync(
            linking, () => store.OpenSession(context.InboxKey(), cancellation), [source],
            _ => Task.FromResult(new Touched<bool>([source], true)), cancellation);
    }
}
