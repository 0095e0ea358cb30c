using HieImaging.AffinityDomain.Messages;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Participants;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Registry.Registering;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Retrieving;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Fetching;

/// <summary>
/// Fetches a document from the repository of its hospital and registers what it says. A repository that is not there is asked again, longer
/// and longer apart; given up, the message is a dead letter. One that is not to be asked now has the document wait, which is no try.
/// </summary>
internal sealed partial class FetchDocumentConsumer(
    Store store, StorePlaces places, HospitalRepositories repositories, RegisterFetched registry, CurrentDomain domain,
    IOptions<FetchOptions> options, IOptions<SubmittingOptions> receiving, ILogger<FetchDocumentConsumer> log) : IConsumer<DocumentRegisteredElsewhere>
{
    public async Task Consume(ConsumeContext<DocumentRegisteredElsewhere> context)
    {
        var (id, cancellation) = (context.Message.DocumentEntry, context.CancellationToken);
        if (await places.RunAsync(() => Expected(context.InboxKey(), id, cancellation), cancellation) is not { } entry)
            return;
        var (now, custodian) = (domain.Now, domain.Now.Participant(entry.Custodian));
        RepositoryAnswer answer = custodian is not null && now.RepositoryOf(custodian.Id, entry.Entry.RepositoryUniqueId) is { } address
            ? await repositories.Ask(
                address, new DocumentRequest(null, entry.Entry.RepositoryUniqueId!, entry.Entry.UniqueId!), cancellation)
            : new RepositoryAnswer.Unavailable("not-registered");               // no longer: another import may bring it back
        if (await places.RunAsync(() => Closed(context.InboxKey(), id, answer, custodian, now, cancellation), cancellation) is { } reason)
            throw new DocumentNotFetchedException(reason);
    }

    private async Task<string?> Closed(
        InboxKey key, string id, RepositoryAnswer answer, Participant? custodian, Domain now, CancellationToken cancellation)
    {
        try
        {
            return await Close(key, id, answer, custodian, now, cancellation);
        }
        catch (Exception failure) when (StoreFailures.RefusalOf(failure, SubmissionKind.Register) is { } error)
        {
            return await Close(key, id, new RepositoryAnswer.Wrong(error.Code), custodian, now, cancellation);
        }
    }

    // Nothing is held open while a hospital is asked. Null: there is nothing to do any more.
    private async Task<RegisteredEntry?> Expected(InboxKey key, string id, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(key, cancellation);
        if (session.AlreadySeen)
            return null;
        if (await AwaitedDocument.Find(session, id, cancellation) is { IsRefused: false }
            && await session.EntriesById([id], cancellation) is [var entry])
            return entry;
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    /// <returns>Why it is given up; null where it is not.</returns>
    private async Task<string?> Close(
        InboxKey key, string id, RepositoryAnswer answer, Participant? custodian, Domain now, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(key, cancellation);
        if (session.AlreadySeen || await AwaitedDocument.Find(session, id, cancellation) is not { IsRefused: false } awaited
            || await session.EntriesById([id], cancellation) is not [var entry])
            return null;
        var replaces = (await session.Associations([], [id], cancellation))
            .Any(one => one.Association.Replaces && one.Association.Source == id);
        FetchDecision decision = custodian is null
            ? new FetchDecision.Again("not-registered")
            : FetchDecision.On(entry.Entry, replaces, answer, now, custodian, receiving.Value.KeyObject);
        switch (decision)
        {
            case FetchDecision.Registered registered:
                await registry.Register(session, awaited, entry, registered.Manifests, cancellation);
                break;
            case FetchDecision.Refused refused:
                RegisterFetched.Refuse(session, awaited, entry, refused.Reason);
                NotRegistered(log, id, entry.Custodian, refused.Reason);
                break;
            case FetchDecision.Postponed postponed:
                session.Enqueue(awaited.Postpone(postponed.Reason, session.Now + postponed.After));
                break;
            case FetchDecision.Again again when awaited.Tries + 1 < options.Value.Tries:
                session.Enqueue(awaited.Fail(again.Reason, session.Now + options.Value.WaitAfter(awaited.Tries + 1)));
                NotFetched(log, id, entry.Custodian, again.Reason, awaited.Tries + 1);
                break;
            case FetchDecision.Again again:
                await GiveUp(awaited, again.Reason, cancellation);
                return again.Reason;
        }
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    // The message is not consumed: it goes the way of every message that its consumer cannot take (docs/decisions/0006).
    private async Task GiveUp(AwaitedDocument awaited, string reason, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        session.Enqueue(awaited.Fail(reason, null));
        await session.SaveChangesAsync(cancellation);
    }

    [LoggerMessage(
        3401, LogLevel.Warning, "{DocumentEntry} of {Custodian} could not be fetched ({Reason}, try {Tries}); it is asked for again.")]
    private static partial void NotFetched(ILogger log, string documentEntry, string custodian, string reason, int tries);

    [LoggerMessage(3402, LogLevel.Error, "{DocumentEntry} of {Custodian} is not registered: what its repository gave is {Reason}.")]
    private static partial void NotRegistered(ILogger log, string documentEntry, string custodian, string reason);
}
