using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.Trust.Audit;
using Microsoft.Extensions.Options;

namespace HieImaging.Identity.Reviewing;

/// <summary>The doubtful pairs that a steward may decide about, the surest first; claimed by one at a time, for a while.</summary>
public sealed class ReviewQueue(Store store, IOptions<ReviewOptions> options)
{
    private TimeSpan ClaimFor => options.Value.ClaimFor;

    /// <summary>One page; ids and scores alone, nothing of what records say.</summary>
    public async Task<IReadOnlyList<ReviewItem>> ListAsync(Steward steward, ReviewFilter filter, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        List<SqlFragment> conditions = [steward.SeesBoth];
        if (filter.State is { } state)
            conditions.Add($"item.state = {ReviewRows.Word(state)}");
        if (filter.Kind is { } kind)
            conditions.Add($"item.kind = {ReviewRows.Word(kind)}");
        if (filter.OpenedBefore is { } instant)
            conditions.Add($"item.opened_at < {instant}");
        if (filter.After is { } last)
            conditions.Add($"""
                ({ReviewRows.Place}, item.low, item.high, item.kind)
                > ({-last.Bits}, {last.Low}, {last.High}, {ReviewRows.Word(last.Kind)})
                """);
        var items = await session.QueryAsync($"""
            {ReviewRows.Select(ClaimFor)} where {SqlFragment.Join(" and ", conditions)}
            order by {ReviewRows.Place}, item.low, item.high, item.kind limit {filter.Count}
            """, ReviewRows.Row, cancellation);
        AuditTrail.Append(session, steward.Record);
        await session.SaveChangesAsync(cancellation);
        return items;
    }

    /// <summary>
    /// The item, held for the steward, and both Patients as their sources said them: the one place where a steward sees what records say.
    /// Whoever holds it may claim it again; the time begins anew.
    /// </summary>
    public async Task<ReviewAnswer> ClaimAsync(Steward steward, ReviewKey key, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        // what is being said of them is shown, or comes after the claim
        await session.LockAsync([SourceRows.LockOf(key.Low), SourceRows.LockOf(key.High)], cancellation);
        await ReviewItems.LockAsync(session, key, cancellation);
        var item = await ReviewItems.FindAsync(session, steward, key, ClaimFor, cancellation);
        if (ClaimDecision.On(item, steward.Name) is { } refusal)
            return await ReviewItems.RefuseAsync(session, steward, refusal, cancellation);
        session.Enqueue($"""
            update identity.review_item set claimed_by = {steward.Name}, claimed_at = clock_timestamp()
            where low = {key.Low} and high = {key.High} and kind = {ReviewRows.Word(key.Kind)}
            """);
        var patients = await ReviewItems.PatientsAsync(session, key, cancellation);
        AuditTrail.Append(session, [.. patients.Select(one => steward.Record with { Patient = one.Id, Entity = "Patient/" + one.Id })]);
        await session.SaveChangesAsync(cancellation);
        return new ReviewAnswer.Claimed(item! with { ClaimedBy = steward.Name }, session.Now + ClaimFor, patients);
    }

    /// <summary>Gives it back before the time is over.</summary>
    public async Task<ReviewAnswer> ReleaseAsync(Steward steward, ReviewKey key, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        await ReviewItems.LockAsync(session, key, cancellation);
        var item = await ReviewItems.FindAsync(session, steward, key, ClaimFor, cancellation);
        if (ClaimDecision.OnRelease(item, steward.Name) is { } refusal)
            return await ReviewItems.RefuseAsync(session, steward, refusal, cancellation);
        session.Enqueue($"""
            update identity.review_item set claimed_by = null, claimed_at = null
            where low = {key.Low} and high = {key.High} and kind = {ReviewRows.Word(key.Kind)}
            """);
        AuditTrail.Append(session, steward.Record with { Entity = ReviewItems.EntityOf(key) });
        await session.SaveChangesAsync(cancellation);
        return new ReviewAnswer.Done(item! with { ClaimedBy = null }, IsWaiting: true);
    }
}
