using HieImaging.DocumentStore;
using HieImaging.Identity.Candidates;
using HieImaging.Identity.Linking;

namespace HieImaging.Identity.Rebuilding;

/// <summary>The keys and normalised records of some sources, derived anew of what the sources said.</summary>
internal sealed class RebuildCandidates(Store store, LinkingContext context)
{
    private const int Attempts = 12;

    /// <returns>Those that were not found as they must be.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> sources, bool write, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await OnceAsync(sources, write, cancellation);
            }
            catch (ConcurrencyException) when (attempt < Attempts)
            {
                await Task.Delay(Random.Shared.Next(1, 10 * attempt), cancellation);
            }
    }

    private async Task<IReadOnlyList<string>> OnceAsync(IReadOnlyList<string> sources, bool write, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        new LinkLocks(sources).Take(session);
        var (_, known, searched, _) = await Changed.ReadAsync(session, context.Ids, sources, anew: true, cancellation);
        await new CandidateSearch(session, context.Options.BucketSize, LinkingMetrics.Divide, () => { }).RunAsync(searched, cancellation);
        // a row that is said to be there may be lost
        var pairs = searched.SelectMany(one => one.Keys.Union(one.OldKeys).Select(key => (key, one.Sid))).ToList();
        var there = (await session.QueryAsync($"""
            select beneath.key, beneath.sid
            from unnest({pairs.Select(pair => pair.key).ToArray()}, {pairs.Select(pair => pair.Sid).ToArray()}) as said (key, sid)
            join identity.blocking_key beneath on beneath.key = said.key and beneath.sid = said.sid
            """, row => (Key: row.GetInt64(0), Sid: row.GetInt64(1)), cancellation)).ToLookup(row => row.Sid, row => row.Key);
        var different = searched.Select(one => one with { OldKeys = [.. there[one.Sid]] })
            .Where(one => !Relink.SameRecord(known, one) || !one.Keys.SetEquals(one.OldKeys)).ToList();
        if (write && different.Count > 0)
        {
            CandidateKeys.Store(session, different);
            await session.SaveChangesAsync(cancellation);
        }
        return [.. different.Select(one => one.Id)];
    }
}
