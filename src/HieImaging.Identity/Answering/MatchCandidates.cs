using HieImaging.DocumentStore;
using HieImaging.Identity.Candidates;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Identity.Answering;

/// <summary>
/// Who lies under the keys of a record that is only asked about: read as linking reads them, without a lock and without dividing. Of
/// sources that the caller may know of alone, before any is counted.
/// </summary>
internal static class MatchCandidates
{
    /// <summary>A record under more keys than this is none of one person.</summary>
    private const int MostKeys = 200;

    /// <param name="Person">Whose person the source is; the source itself for who is shown no persons.</param>
    internal sealed record Candidate(string Shown, string Source, Comparable Record);

    /// <summary>Null: the record has no key, or far too many.</summary>
    public static async Task<(IReadOnlyList<Candidate> Found, bool Overflows)?> FindAsync(
        DocumentSession session, Caller caller, Comparable record, int bucketSize, CancellationToken cancellation)
    {
        var keys = BucketKey.Of(record);
        if (keys.Count is 0 or > MostKeys)
            return null;
        var found = new Dictionary<string, Candidate>(StringComparer.Ordinal);
        var overflows = false;
        while (keys.Count > 0)
        {
            var buckets = await ReadAsync(session, caller, [.. keys.Select(key => key.Hash)], bucketSize, cancellation);
            var next = new List<BucketKey>();
            foreach (var key in keys)
                if (buckets[key.Hash].Any(one => one is null))
                    next.AddRange(key.Divide(record));
                else
                {
                    overflows |= buckets[key.Hash].Count() > bucketSize;
                    foreach (var one in buckets[key.Hash].Take(bucketSize))
                        found.TryAdd(one!.Source, one);
                }
            keys = [.. next.DistinctBy(key => key.Hash).Take(MostKeys)];
        }
        return ([.. found.Values], overflows);
    }

    /// <summary>The further sources of persons: each has its word in whether a record is that person.</summary>
    public static Task<IReadOnlyList<Candidate>> OfPersonsAsync(
        DocumentSession session, IReadOnlyCollection<string> persons, CancellationToken cancellation) => session.QueryAsync($"""
            select link.person_id, record.source_id, record.body
            from record_locator.person_link link join identity.comparable record on record.source_id = link.source_id
            where link.person_id = any({persons})
            """,
            row => new Candidate(row.GetString(0), row.GetString(1), Comparable.FromBytes(row.GetFieldValue<byte[]>(2))), cancellation);

    // Null: the key was divided, its parts hold who lies there.
    private static async Task<ILookup<long, Candidate?>> ReadAsync(
        DocumentSession session, Caller caller, long[] keys, int bucketSize, CancellationToken cancellation)
    {
        var persons = PatientPolicy.SeesAll(caller);
        return (await session.QueryAsync($"""
            select bucket.key, bucket.source_id, bucket.body, bucket.shown
            from unnest({keys}) as wanted (key)
            cross join lateral (
                (select beneath.key, null as source_id, null as body, null as shown
                 from identity.blocking_key beneath where beneath.key = wanted.key and beneath.sid = 0)
                union all
                (select beneath.key, record.source_id, record.body, case when {persons} then link.person_id else source.id end
                 from identity.blocking_key beneath
                 join identity.comparable record on record.sid = beneath.sid
                 join record_locator.source_identity source on source.id = record.source_id
                 join record_locator.person_link link on link.source_id = source.id
                 where beneath.key = wanted.key and {PatientRows.Live} and ({PatientPolicy.Visible(caller)})
                 order by beneath.sid limit {bucketSize + 1})) bucket
            """,
            row => (Key: row.GetInt64(0), Candidate: row.IsDBNull(1)
                ? null
                : new Candidate(row.GetString(3), row.GetString(1), Comparable.FromBytes(row.GetFieldValue<byte[]>(2)))),
            cancellation)).ToLookup(one => one.Key, one => one.Candidate);
    }
}
