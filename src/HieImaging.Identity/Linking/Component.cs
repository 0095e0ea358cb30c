using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.Identity.Linking;

/// <summary>
/// All that hangs together with some source identities: by links, by what is asserted to be one, by merges, by the persons that they are
/// now. Read behind what the session wrote, locked, and read again: what was not locked when it was read is locked by whoever runs again.
/// </summary>
internal static class Component
{
    /// <param name="touched">Those that changed.</param>
    /// <param name="seeds">They, and whom they are or were linked with.</param>
    /// <param name="most">More are not read: what hangs together so far is no person. Then of those that changed alone, and of whoever is
    /// one person with them.</param>
    /// <param name="locked">Those that an earlier attempt found; more are added.</param>
    /// <returns>Null: it grew while its locks were waited for.</returns>
    public static async Task<(Known Known, IReadOnlyList<string> Members, bool IsCut)?> ReadAsync(
        DocumentSession session, ResourceIds ids, IReadOnlyList<string> touched, string[] seeds, int most, SortedSet<string> locked,
        CancellationToken cancellation)
    {
        var reach = Closure(seeds, most + 1);
        var reached = await session.QueryBehindWritesAsync(reach, row => row.GetString(0), cancellation);
        var isCut = reached.Count > most;
        if (isCut)
        {
            reach = Beside([.. touched]);
            reached = await session.QueryAsync(reach, row => row.GetString(0), cancellation);
        }
        locked.UnionWith(reached);
        string[] members = [.. locked];
        var known = new Known();
        var batch = session.CreateBatchQuery();
        batch.Lock(members.Select(id => "link:" + id));
        var now = batch.Query(reach, row => row.GetString(0));
        known.Queue(batch, ids, members);
        await batch.ExecuteAsync(cancellation);
        var found = await now;
        if (locked.IsSupersetOf(found))
            return (known, found, isCut);
        locked.UnionWith(found);
        return null;
    }

    private static SqlFragment Closure(string[] seeds, int most) => $"""
        with recursive reached (id) as (
            select unnest({seeds})
            union
            select next.id from reached cross join lateral (
                select pair.high from identity.pair pair where pair.low = reached.id and pair.verdict = 'link'
                union all select pair.low from identity.pair pair where pair.high = reached.id and pair.verdict = 'link'
                union all select said.high from identity.assertion said
                    where said.low = reached.id and said.kind = 'must' and said.revoked_at is null
                union all select said.low from identity.assertion said
                    where said.high = reached.id and said.kind = 'must' and said.revoked_at is null
                union all select source.survivor_id from record_locator.source_identity source
                    where source.id = reached.id and source.survivor_id is not null
                union all select follower.id from record_locator.source_identity follower where follower.survivor_id = reached.id
                union all select beside.source_id from record_locator.person_link mine
                    join record_locator.person_link beside on beside.person_id = mine.person_id where mine.source_id = reached.id
            ) next (id))
        select id from reached limit {most}
        """;

    private static SqlFragment Beside(string[] touched) => $"""
        select unnest({touched}) as id
        union
        select beside.source_id from record_locator.person_link mine
            join record_locator.person_link beside on beside.person_id = mine.person_id where mine.source_id = any({touched})
        """;
}
