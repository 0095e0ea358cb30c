using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.Identity.Merging;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.Identity.Reviewing;

/// <summary>What is asserted of two source identities, and how a steward's choice changes it: an assertion is revoked, never removed, and
/// outranks every score and model while it stands.</summary>
internal static class StewardAssertions
{
    /// <summary>What stands between the two now.</summary>
    public static Task<IReadOnlyList<(bool IsMust, bool IsStewards)>> StandingAsync(
        DocumentSession session, ReviewKey key, CancellationToken cancellation) =>
        session.QueryAsync($"""
            select kind = 'must', origin = 'steward' from identity.assertion
            where low = {key.Low} and high = {key.High} and revoked_at is null
            """, row => (row.GetBoolean(0), row.GetBoolean(1)), cancellation);

    /// <summary>A steward's word outranks what feeds asserted against it: that is revoked, until stewards take their word back.</summary>
    /// <returns>Whom it concerns.</returns>
    public static async Task<IReadOnlyList<string>> ApplyAsync(
        DocumentSession session, ResourceIds ids, ReviewKey key, ReviewVote vote, CancellationToken cancellation)
    {
        string[] both = [key.Low, key.High];
        switch (vote.Choice)
        {
            case ReviewChoice.Link:
                Assert(session, key, vote, "must", "cannot");
                break;
            case ReviewChoice.NotTheSame:
                Assert(session, key, vote, "cannot", "must");
                break;
            case ReviewChoice.Undo:
                Revoke(session, key, vote, $"origin = 'steward'");
                return [.. both.Union(await GiveBackAsync(session, ids, key, cancellation))];
            default:
                throw new InvalidOperationException("An overlay is decided by its own function.");
        }
        return both;
    }

    private static void Assert(DocumentSession session, ReviewKey key, ReviewVote vote, string kind, string against)
    {
        Revoke(session, key, vote, $"kind = {against}");
        session.Enqueue($"""
            insert into identity.assertion (low, high, kind, origin, actor, reason, said_at, cause)
            select {key.Low}, {key.High}, {kind}, 'steward', {vote.Steward}, {vote.Reason}, {vote.At}, 'review'
            where not exists (
                select from identity.assertion known
                where known.low = {key.Low} and known.high = {key.High} and known.kind = {kind} and known.origin = 'steward'
                  and known.revoked_at is null)
            """);
    }

    private static void Revoke(DocumentSession session, ReviewKey key, ReviewVote vote, SqlFragment which) => session.Enqueue($"""
        update identity.assertion set revoked_at = {vote.At}, revoked_by = {vote.Steward}
        where low = {key.Low} and high = {key.High} and revoked_at is null and {which}
        """);

    // As if stewards had said nothing: what is given back may have been overtaken meanwhile by a later word of its own source.
    private static async Task<IReadOnlyList<string>> GiveBackAsync(
        DocumentSession session, ResourceIds ids, ReviewKey key, CancellationToken cancellation)
    {
        var back = await session.ExecuteAsync($"""
            update identity.assertion set revoked_at = null, revoked_by = null
            where low = {key.Low} and high = {key.High} and origin = 'feed' and revoked_by <> {Component.LaterWord}
            """, cancellation);
        if (back == 0)
            return [];
        var named = await KnownNumbers.ReadAsync(session, [key.Low, key.High], cancellation);
        return (await SettleComponent.RunAsync(session, ids, named, cancellation)).Touched;
    }
}
