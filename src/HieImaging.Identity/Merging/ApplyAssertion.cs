using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.Identity.Merging;

/// <summary>
/// Takes a source's word that two of its records are one patient (A24) or two (A37), inside a <see cref="Linking.LinkedTransaction"/> that
/// was given both ids. Kept for good, known numbers or not; of a pair the latest word stands. An unlink undoes a merge of the two.
/// </summary>
internal static class ApplyAssertion
{
    /// <param name="word">Granted by <c>FeedAuthority.OfLink</c>.</param>
    public static async Task<AssertionOutcome> RunAsync(
        DocumentSession session, ResourceIds ids, AssertionWord word, CancellationToken cancellation)
    {
        var (one, other) = (ids.Source(word.One), ids.Source(word.Other));
        string[] pair = string.CompareOrdinal(one, other) < 0 ? [one, other] : [other, one];
        var named = new Dictionary<string, PatientIdentifier>(StringComparer.Ordinal) { [one] = word.One, [other] = word.Other };
        await session.LockAsync(pair.Select(SourceRows.LockOf), cancellation);
        var saidAt = SaidTime.Of(word.SaidAt, session.Now, await LastSaid.OfAsync(session, pair, cancellation));
        var kind = word.Linked ? "must" : "cannot";
        var news = await session.ExecuteAsync($"""
            insert into identity.assertion (low, high, kind, origin, actor, said_at, cause)
            select {pair[0]}, {pair[1]}, {kind}, 'feed', {word.Feeder}, {saidAt}, {word.Cause}
            where not exists (select from identity.assertion
                where low = {pair[0]} and high = {pair[1]} and kind = {kind} and origin = 'feed' and said_at = {saidAt})
            """, cancellation) > 0;
        var settled = await SettleComponent.RunAsync(session, ids, named, cancellation);
        var known = pair.Where(settled.Sources.ContainsKey).ToList();
        return new AssertionOutcome(known.Count == 2, news ? [.. settled.Touched.Union(known)] : settled.Touched);
    }
}

/// <param name="Known">Both numbers are known; else it is kept, and holds when they are.</param>
/// <param name="Touched">What has to be linked again.</param>
internal sealed record AssertionOutcome(bool Known, IReadOnlyList<string> Touched);
