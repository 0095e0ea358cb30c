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
    private const int Attempts = 8;

    public async Task Consume(ConsumeContext<SourceIdentityFed> context)
    {
        var trusted = domain.Now.File.TrustedIdentifiers.ToHashSet(StringComparer.Ordinal);
        var locks = new SortedSet<string>(StringComparer.Ordinal) { "link:" + context.Message.Id };

        // The locks are the neighbourhood's; the neighbourhood is known only by reading it. What was read without its lock is read again
        // with it.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await using var session = await store.OpenSession(context.InboxKey(), context.CancellationToken);
            if (session.AlreadySeen)
                return;
            await session.LockAsync(locks, context.CancellationToken);
            var neighbourhood = await Neighbourhood.OfAsync(session, context.Message.Id, trusted, context.CancellationToken);
            if (!neighbourhood.Locks.IsSubsetOf(locks))
            {
                locks.UnionWith(neighbourhood.Locks);
                continue;
            }
            await Relink.ApplyAsync(session, ids, neighbourhood, trusted, context.Message.Id, context.CancellationToken);
            await session.SaveChangesAsync(context.CancellationToken);
            return;
        }
        throw new DocumentStore.ConcurrencyException("The neighbourhood kept growing while it was locked; the message is delivered again.");
    }
}
