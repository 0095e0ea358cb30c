using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using MassTransit;

namespace HieImaging.Identity.Linking;

/// <summary>After a source said something new: who is who among all that the word touches is worked out again, from the present
/// state.</summary>
public sealed class LinkSourcesConsumer(Store store, ResourceIds ids, CurrentDomain domain) : IConsumer<SourceIdentityFed>
{
    public Task Consume(ConsumeContext<SourceIdentityFed> context)
    {
        var (source, cancellation) = (context.Message.Id, context.CancellationToken);
        var trusted = domain.Now.File.TrustedIdentifiers.ToHashSet(StringComparer.Ordinal);
        return LockedNeighbourhood.RunAsync(() => store.OpenSession(context.InboxKey(), cancellation), source, trusted,
            async (session, neighbourhood) =>
            {
                await Relink.ApplyAsync(session, ids, neighbourhood, trusted, source, cancellation);
                await session.SaveChangesAsync(cancellation);
            }, cancellation);
    }
}
