using HieImaging.DocumentStore;
using HieImaging.Identity.Merging;

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
    public static IReadOnlyList<string> Apply(DocumentSession session, ReviewKey key, ReviewVote vote)
    {
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
                GiveBack(session, key);
                break;
            default:
                throw new InvalidOperationException("An overlay is decided by its own function.");
        }
        return [key.Low, key.High];
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

    // As if stewards had said nothing; what a later word of its own source has overtaken stays overtaken.
    private static void GiveBack(DocumentSession session, ReviewKey key) => session.Enqueue($"""
        update identity.assertion set revoked_at = null, revoked_by = null
        where low = {key.Low} and high = {key.High} and origin = 'feed' and revoked_by <> {Component.LaterWord}
        """);
}
