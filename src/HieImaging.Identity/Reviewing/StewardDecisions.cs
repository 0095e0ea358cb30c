using HieImaging.DocumentStore;
using HieImaging.Identity.Linking;
using HieImaging.Trust.Audit;
using Microsoft.Extensions.Options;

namespace HieImaging.Identity.Reviewing;

/// <summary>
/// What stewards say of two source identities, from the queue or of themselves. Once it is decided, the assertion is stored and persons are
/// worked out again in the same transaction: the next query sees it.
/// </summary>
public sealed class StewardDecisions(Store store, LinkingContext linking, IOptions<ReviewOptions> options)
{
    private const int LongestReason = 500;

    /// <summary>Of an item that the steward has claimed.</summary>
    public Task<ReviewAnswer> DecideAsync(
        Steward steward, ReviewKey key, ReviewChoice choice, string reason, CancellationToken cancellation) =>
        RunAsync(steward, key, choice, reason, isQueued: true, cancellation);

    /// <summary>Of two that the steward names: linked, parted, or what stewards said of them taken back. Where two must agree, the first
    /// opens an item for the second.</summary>
    public Task<ReviewAnswer> AssertAsync(
        Steward steward, ReviewKey key, ReviewChoice choice, string reason, CancellationToken cancellation) =>
        RunAsync(steward, key, choice, reason, isQueued: false, cancellation);

    private Task<ReviewAnswer> RunAsync(
        Steward steward, ReviewKey key, ReviewChoice choice, string reason, bool isQueued, CancellationToken cancellation) =>
        LinkedTransaction.RunAsync(
            linking, () => store.OpenSession(cancellation), [key.Low, key.High],
            session =>
            {
                var vote = new ReviewVote(steward.Name, choice, reason.Trim(), session.Now);
                return SayAsync(session, steward, key, vote, isQueued, cancellation);
            },
            cancellation);

    private async Task<Touched<ReviewAnswer>> SayAsync(
        DocumentSession session, Steward steward, ReviewKey key, ReviewVote vote, bool isQueued, CancellationToken cancellation)
    {
        await ReviewItems.LockAsync(session, key, cancellation);
        var item = await ReviewItems.FindAsync(session, steward, key, options.Value.ClaimFor, cancellation);
        if (item is null && !isQueued && await ReviewItems.AreSeenAsync(session, steward, key, cancellation))
            item = Proposal(key, session.Now);
        if (item is null)
            return Refuse(session, steward, ReviewRefusal.NotFound);
        item = await ReviewItems.HeardAsync(session, item, cancellation);
        if (vote.Reason.Length is 0 or > LongestReason)
            return Refuse(session, steward, ReviewRefusal.NoReason);
        var standing = await StewardAssertions.StandingAsync(session, key, cancellation);
        if (vote.Choice == ReviewChoice.Undo && !standing.Any(one => one.IsStewards))
            return Refuse(session, steward, ReviewRefusal.NothingToUndo);

        switch (ReviewDecision.On(item, vote, isQueued, TakesTwo(vote.Choice, standing)))
        {
            case ReviewDecision.Waiting waiting:
                item = item with { State = ReviewState.Open, Votes = waiting.Votes, ClaimedBy = null, DecidedAt = null };
                Store(session, steward, item);
                return new([], new ReviewAnswer.Done(item, IsWaiting: true));
            case ReviewDecision.Decided decided:
                item = item with { State = StateOf(decided.Choice), Votes = decided.Votes, ClaimedBy = null, DecidedAt = session.Now };
                Store(session, steward, item);
                var touched = key switch
                {
                    { Kind: ReviewKind.Overlay } => await HeldRecord.DecideAsync(session, linking.Ids, vote, key.Low, cancellation),
                    { IsOfOne: true } => [],
                    _ => await StewardAssertions.ApplyAsync(session, linking.Ids, key, vote, cancellation),
                };
                return new(touched, new ReviewAnswer.Done(item, IsWaiting: false)) { Cause = "review", Actor = steward.Name };
            case ReviewDecision.Refused refused:
                return Refuse(session, steward, refused.Why);
            default:
                throw new InvalidOperationException("The set of decisions is closed.");
        }
    }

    // Whatever may join persons: a link, a correction that gives a held record back, and taking back that two are not the same.
    private bool TakesTwo(ReviewChoice choice, IReadOnlyList<(bool IsMust, bool IsStewards)> standing) =>
        options.Value.FourEyes && choice switch
        {
            ReviewChoice.Link or ReviewChoice.Correction => true,
            ReviewChoice.Undo => standing.Any(one => one is { IsMust: false, IsStewards: true }),
            _ => false,
        };

    private static ReviewState StateOf(ReviewChoice choice) => choice switch
    {
        ReviewChoice.Link or ReviewChoice.Correction => ReviewState.Linked,
        ReviewChoice.Undo => ReviewState.Superseded,
        _ => ReviewState.Refused,
    };

    private static ReviewItem Proposal(ReviewKey key, DateTimeOffset now) => new()
    {
        Low = key.Low, High = key.High, Kind = key.Kind, State = ReviewState.Open, Reason = "steward",
        OpenedAt = now,
    };

    private static void Store(DocumentSession session, Steward steward, ReviewItem item)
    {
        session.Enqueue($"""
            insert into identity.review_item (low, high, kind, reason, evidence, state, opened_at, votes, decided_at)
            values ({item.Low}, {item.High}, {ReviewRows.Word(item.Kind)}, {item.Reason}, jsonb_build_object(), {ReviewRows.Word(item.State)},
                {item.OpenedAt}, {ReviewRows.Votes(item.Votes)}::jsonb, {item.DecidedAt})
            on conflict (low, high, kind) do update set state = excluded.state, votes = excluded.votes, decided_at = excluded.decided_at,
                claimed_by = null, claimed_at = null
            """);
        foreach (var source in new[] { item.Low, item.High }.Distinct())
            AuditTrail.Append(session, steward.Record with { Patient = source, Entity = $"{item.Low} {item.High}" });
    }

    private static Touched<ReviewAnswer> Refuse(DocumentSession session, Steward steward, ReviewRefusal refusal)
    {
        AuditTrail.Append(session, steward.Record with { Outcome = AuditOutcome.Refused, Code = refusal.Code });
        return new([], new ReviewAnswer.Refused(refusal));
    }
}
