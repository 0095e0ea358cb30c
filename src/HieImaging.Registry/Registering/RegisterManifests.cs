using HieImaging.AffinityDomain.Messages;
using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Participants;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Registering;

/// <summary>
/// Key objects of bulk intakes, by the function that the doors call: those of which nothing is known together in one transaction, any other
/// in one of its own.
/// </summary>
internal sealed class RegisterManifests
{
    private const int AtOnce = 100;

    private readonly Store _store;
    private readonly RegisterSubmission _registry;
    private readonly CurrentDomain _domain;
    private readonly SubmittingOptions _options;

    public RegisterManifests(Store store, RegisterSubmission registry, CurrentDomain domain, IOptions<SubmittingOptions> options)
    {
        (_store, _registry, _domain, _options) = (store, registry, domain, options.Value);
        Together = new(
            (messages, tellApart) =>
                Register([.. messages.Select(one => new ReceivedMessage(one.Key, one.Message))], tellApart, CancellationToken.None),
            (key, message) => RegisterOneByOne(new ReceivedMessage(key, message), CancellationToken.None),
            message => message.Count, AtOnce);
    }

    /// <summary>How the queue's consumer brings them.</summary>
    public MessagesTogether<ManifestReceived> Together { get; }

    /// <summary>Registers the messages that hold nothing but new documents.</summary>
    /// <returns>The others: nothing of them is done.</returns>
    /// <exception cref="ConcurrencyException">Something became known meanwhile; nothing is saved.</exception>
    private async Task<IReadOnlyCollection<InboxKey>> Register(
        IReadOnlyList<ReceivedMessage> messages, bool tellApart, CancellationToken cancellation)
    {
        var (read, known) = await Read(messages, cancellation);
        var (news, others) = (new List<ReceivedMessage>(), new List<ReceivedMessage>());
        var (items, unique) = (new List<ReadItem>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var message in messages)
        {
            var own = read.Where(one => message.Holds(one.Item)).ToList();
            if (own.All(one => one.Submission is null || (NewDocuments.IsPlain(one.Submission) && (one.UniqueId.Length == 0
                    || (!known.Contains(one.UniqueId) && unique.Add(one.UniqueId))))))
            {
                news.Add(message);
                items.AddRange(own);
            }
            else
                others.Add(message);
        }
        if (news.Count > 0)
            await Save(news, items, tellApart, cancellation);
        return [.. others.Select(one => one.Key)];
    }

    /// <summary>Registers what is left of a message, each key object by itself.</summary>
    private async Task RegisterOneByOne(ReceivedMessage message, CancellationToken cancellation)
    {
        IReadOnlyList<IntakeItem> items;
        await using (var session = await _store.OpenSession(message.Key, cancellation))
            items = session.AlreadySeen ? [] : await Intake.Waiting(session, [message.Message], cancellation);
        foreach (var item in items)
            await RegisterAlone(item, cancellation);
        await using var done = await _store.OpenSession(message.Key, cancellation);
        await done.SaveChangesAsync(cancellation);
    }

    private async Task<(List<ReadItem> Items, HashSet<string> Known)> Read(
        IReadOnlyList<ReceivedMessage> messages, CancellationToken cancellation)
    {
        await using var session = await _store.OpenSession(cancellation);
        session.LookUpByKey();
        var items = await Intake.Waiting(session, [.. messages.Select(one => one.Message)], cancellation);
        var now = _domain.Now;
        List<ReadItem> read = [.. items.Select(item => new ReadItem(item, CallerOf(item.From, now) is { } caller
            ? SubmissionOf(item, caller, session)
            : null))];
        string[] ids = [.. read.Where(one => one.Submission is not null).Select(one => one.UniqueId)];
        var known = await session.QueryAsync(
            $"select unique_id from registry.document_entry where unique_id = any({ids})", row => row.GetString(0), cancellation);
        return (read, known.ToHashSet(StringComparer.Ordinal));
    }

    private async Task Save(List<ReceivedMessage> messages, List<ReadItem> items, bool tellApart, CancellationToken cancellation)
    {
        await using var session = await _store.OpenSession([.. messages.Select(one => one.Key)], cancellation, tellApart);
        if (session.AlreadySeen)
            return;
        session.LookUpByKey();
        items.RemoveAll(one => messages.Any(message => message.Holds(one.Item) && session.HasSeen(message.Key)));
        var readable = items.Where(one => one.Submission is not null).ToList();
        var decisions = await _registry.RegisterNew(session, [.. readable.Select(one => one.Submission!)],
            at => session.Concerning(at is { } index ? messages.Find(message => message.Holds(readable[index].Item))?.Key : null), cancellation);
        var closed = items.Where(one => one.Submission is null).Select(one => ClosedItems.Forbidden(one.Item)).ToList();
        var kept = new List<(IntakeItem, string, string)>();
        foreach (var (one, made) in readable.Zip(decisions))
        {
            var decision = made ?? throw new ConcurrencyException("A document was registered meanwhile.");
            closed.Add(ClosedItems.Of(one.Item, one.Submission!, decision));
            if (decision is SubmissionDecision.Accepted)
                kept.Add((one.Item, one.UniqueId, one.Submission!.Documents[0].Hash));
        }
        if (kept.Count > 0)
            session.Enqueue(Intake.Keep(kept));
        if (closed.Count > 0)
            session.Enqueue(Intake.Close(closed));
        await session.SaveChangesAsync(cancellation);
    }

    private async Task RegisterAlone(IntakeItem item, CancellationToken cancellation)
    {
        try
        {
            await Close(item, async (session, caller) =>
            {
                var submission = SubmissionOf(item, caller, session);
                return ClosedItems.Of(item, submission, await _registry.Register(session, submission, cancellation));
            }, cancellation);
        }
        catch (Exception failure) when (StoreFailures.RefusalOf(failure) is { } error)
        {
            await Close(item, (session, caller) =>
            {
                _registry.Refuse(session, SubmissionOf(item, caller, session), error);
                return Task.FromResult(new ClosedItem(item, null, new IntakeRefusal(null, error.Code, error.Context)));
            }, cancellation);
        }
    }

    private Task<bool> Close(IntakeItem item, Func<DocumentSession, Caller, Task<ClosedItem>> close, CancellationToken cancellation) =>
        Attempts.Run(_store, async session =>
        {
            if (!await Intake.IsWaiting(session, item, cancellation))
                return false;
            session.Enqueue(Intake.Close(
                [CallerOf(item.From, _domain.Now) is { } caller ? await close(session, caller) : ClosedItems.Forbidden(item)]));
            return true;
        }, cancellation);

    private IncomingSubmission SubmissionOf(IntakeItem item, Caller caller, DocumentSession session) => KeyObjectSubmission.Of(
        Transaction.Manifests, caller, caller.Participant, item.Content, _options.KeyObject, session.Now);

    // Who sent it may have lost its right since: the domain of now decides.
    private static Caller? CallerOf(Intake intake, Domain now) =>
        now.Client(intake.Client) is var (participant, client)
        && participant.Id == intake.Participant
        && client.Scopes.Contains(Transaction.Manifests.Scope!)
            ? new Caller
            {
                Participant = participant,
                Client = client,
                Scopes = client.Scopes.ToHashSet(StringComparer.Ordinal),
                Purpose = intake.Purpose,
                Domain = now,
            }
            : null;

    /// <param name="Submission">Null: its sender may send no more.</param>
    private sealed record ReadItem(IntakeItem Item, IncomingSubmission? Submission)
    {
        /// <summary>Empty where there is none.</summary>
        public string UniqueId => Submission?.Documents[0].UniqueId ?? "";
    }
}
