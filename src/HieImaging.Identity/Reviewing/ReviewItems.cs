using HieImaging.DocumentStore;
using HieImaging.Trust.Audit;

namespace HieImaging.Identity.Reviewing;

/// <summary>An item under its lock, in somebody's session.</summary>
internal static class ReviewItems
{
    /// <summary>One steward at a time; whoever holds it may take it again.</summary>
    public static string LockOf(ReviewKey key) => $"review:{key.Low}|{key.High}";

    public static Task LockAsync(DocumentSession session, ReviewKey key, CancellationToken cancellation) =>
        session.LockAsync([LockOf(key)], cancellation);

    /// <summary>Null where there is none, or none for this steward.</summary>
    public static Task<ReviewItem?> FindAsync(
        DocumentSession session, Steward steward, ReviewKey key, TimeSpan claimFor, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync($"""
            {ReviewRows.Select(claimFor)}
            where item.low = {key.Low} and item.high = {key.High} and item.kind = {ReviewRows.Word(key.Kind)} and {steward.SeesBoth}
            """, ReviewRows.Row, cancellation);

    /// <summary>With the voices that still count: what a steward said of a record, before its source said something else of it, is said of
    /// nothing that anybody could look at now.</summary>
    public static async Task<ReviewItem> HeardAsync(DocumentSession session, ReviewItem item, CancellationToken cancellation)
    {
        if (item.Votes.Count == 0)
            return item;
        if (item.Kind == ReviewKind.Overlay)
            await HeldRecord.LockAsync(session, item.Low, cancellation);
        var changed = await session.FirstOrDefaultAsync($"""
            select {ReviewRows.Changed} from identity.review_item item
            where item.low = {item.Low} and item.high = {item.High} and item.kind = {ReviewRows.Word(item.Kind)}
            """, row => row.IsDBNull(0) ? DateTimeOffset.MinValue : row.GetFieldValue<DateTimeOffset>(0), cancellation);
        return item with { Votes = [.. item.Votes.Where(vote => vote.At > changed)] };
    }

    /// <summary>The Patients of both, as they are answered under s-…; of an overlay the one that stands, and the one that is held back.</summary>
    public static async Task<IReadOnlyList<(string Id, byte[] Patient)>> PatientsAsync(
        DocumentSession session, ReviewKey key, CancellationToken cancellation)
    {
        var patients = await session.QueryAsync(
            $"select id, body from record_locator.source_identity where id = any({new[] { key.Low, key.High }}) and not deleted order by id",
            row => (row.GetString(0), row.GetFieldValue<byte[]>(1)), cancellation);
        return key.Kind == ReviewKind.Overlay && await HeldRecord.AsideAsync(session, key.Low, cancellation) is { } aside
            ? [.. patients, (key.Low, aside)]
            : patients;
    }

    /// <summary>Whether the steward may decide about both; that there are no such sources is the same.</summary>
    public static Task<bool> AreSeenAsync(DocumentSession session, Steward steward, ReviewKey key, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"select {steward.SeesBoth} from (values ({key.Low}, {key.High})) as item (low, high)", row => row.GetBoolean(0), cancellation);

    /// <summary>How an audit record names the pair.</summary>
    public static string EntityOf(ReviewKey key) => $"{key.Low} {key.High}";

    /// <summary>Of what is refused nothing is kept but its audit record.</summary>
    public static async Task<ReviewAnswer> RefuseAsync(
        DocumentSession session, Steward steward, ReviewRefusal refusal, CancellationToken cancellation)
    {
        AuditTrail.Append(session, steward.Record with { Outcome = AuditOutcome.Refused, Code = refusal.Code });
        await session.SaveChangesAsync(cancellation);
        return new ReviewAnswer.Refused(refusal);
    }
}
