using HieImaging.DocumentStore;
using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Candidates;

/// <summary>
/// Who may be one person with whom: under every key of a record, locked, those who lie there. Two simultaneous newcomers cannot miss each
/// other, for they wait for a key that they share; a key that was divided is not waited for, only its parts are. One round trip, and one
/// more for each division on the way.
/// </summary>
/// <param name="beside">A session to read half of many keys with, while the other reads the other half; null: there is none.</param>
internal sealed class CandidateSearch(
    DocumentSession session, int bucketSize, Action divided, Action overflow, Func<ValueTask<DocumentSession>>? beside = null)
{
    // Of a dozen records.
    private const int ManyKeys = 200;

    private readonly Dictionary<long, (string Id, byte[] Packed)> _stored = [];

    /// <summary>What is stored of the records' pairs, read under the locks of their keys: nobody finds them any more until these are
    /// given up.</summary>
    public IReadOnlyList<(string Low, string High, string Verdict)> Pairs { get; private set; } = [];

    /// <exception cref="ConcurrencyException">A key was divided meanwhile.</exception>
    public async Task RunAsync(IReadOnlyList<SearchedRecord> records, CancellationToken cancellation)
    {
        var touched = records.Select(one => one.Sid).ToHashSet();
        var level = records.Where(one => one.Record is not null)
            .SelectMany(one => KeysOf(one).Select(key => (key, one))).ToLookup(pair => pair.key, pair => pair.one);
        var old = records.SelectMany(one => one.OldKeys).Distinct().ToArray();
        for (var first = true; level.Count > 0 || (first && old.Length > 0); first = false)
        {
            var buckets = await ReadAsync(
                [.. level.Select(bucket => bucket.Key.Hash)], first ? old : [], touched, first ? records : [], cancellation);
            var next = new List<(BucketKey, SearchedRecord)>();
            foreach (var bucket in level)
            {
                var members = buckets[bucket.Key.Hash].ToList();
                if (members.Contains(0))
                    next.AddRange(bucket.SelectMany(one => bucket.Key.Divide(one.Record!).Select(part => (part, one))));
                else if (members.Count + bucket.Count() > bucketSize && bucket.Key.CanBeDivided)
                {
                    await DivideAsync(bucket.Key, touched, cancellation);
                    next.AddRange(bucket.SelectMany(one => bucket.Key.Divide(one.Record!).Select(part => (part, one))));
                }
                else
                    Meet(bucket.Key, [.. bucket], members);
            }
            level = next.ToLookup(pair => pair.Item1, pair => pair.Item2);
        }
    }

    // Far too many: it is compared with nobody, and somebody is asked.
    private IReadOnlyList<BucketKey> KeysOf(SearchedRecord one)
    {
        var keys = BucketKey.Of(one.Record!);
        if (keys.Count <= BucketKey.Most)
            return keys;
        one.Overflows = true;
        overflow();
        return [];
    }

    private void Meet(BucketKey key, List<SearchedRecord> records, List<long> members)
    {
        foreach (var one in records)
        {
            one.Keys.Add(key.Hash);
            foreach (var member in members.Take(bucketSize))
                one.Candidates[member] = _stored[member];
            foreach (var other in records.Take(bucketSize).Where(other => other != one))
                one.Candidates[other.Sid] = (other.Id, other.Packed);
            if (members.Count + records.Count <= bucketSize + 1)
                continue;
            one.Overflows = true;
            overflow();
        }
    }

    private async Task<ILookup<long, long>> ReadAsync(
        long[] keys, long[] old, HashSet<long> touched, IReadOnlyList<SearchedRecord> records, CancellationToken cancellation)
    {
        // this session has divided none of them yet, so that what it sees others see too
        var halves = beside is not null && records.Count > 0 && keys.Length >= ManyKeys;
        var batch = session.CreateBatchQuery();
        _ = batch.Query($"""
            select pg_advisory_xact_lock(wanted.key)
            from (select key from unnest({(long[])[.. keys.Concat(old).Distinct()]}) as key
                  where not exists (select from identity.blocking_key divided where divided.key = key.key and divided.sid = 0)
                  order by key offset 0) wanted
            """, _ => true);
        var found = halves ? null : Members(batch, keys, touched);
        string[] ids = [.. records.Select(one => one.Id)];
        var present = batch.Query(
            $"select source_id, keys from identity.comparable where source_id = any({ids})",
            row => (Id: row.GetString(0), Keys: row.GetFieldValue<long[]>(1)));
        var pairs = ids.Length == 0 ? null : batch.Query(
            $"select low, high, verdict from identity.pair where low = any({ids}) or high = any({ids})",
            row => (row.GetString(0), row.GetString(1), row.GetString(2)));
        await batch.ExecuteAsync(cancellation);
        if (pairs is not null)
            Pairs = await pairs;
        var locked = old.ToHashSet();
        if ((await present).Any(one => !one.Keys.All(locked.Contains)))
            throw new ConcurrencyException("A key was divided meanwhile.");
        var members = found is null ? await HalvesAsync(keys, touched, cancellation) : await found;
        foreach (var member in members)
            if (member.Packed is not null)
                _stored.TryAdd(member.Sid, (member.Id!, member.Packed));
        return members.Where(one => one.Sid == 0 || (!touched.Contains(one.Sid) && _stored.ContainsKey(one.Sid)))
            .ToLookup(one => one.Key, one => one.Sid);
    }

    // The locks are held, so that the two see the same: what was committed before they were given.
    private async Task<IReadOnlyList<Member>> HalvesAsync(long[] keys, HashSet<long> touched, CancellationToken cancellation)
    {
        await using var other = await beside!();
        other.LookUpByKey();
        var (mine, others) = (session.CreateBatchQuery(), other.CreateBatchQuery());
        var (first, second) = (Members(mine, keys[..(keys.Length / 2)], touched), Members(others, keys[(keys.Length / 2)..], touched));
        await Task.WhenAll(mine.ExecuteAsync(cancellation), others.ExecuteAsync(cancellation));
        return [.. await first, .. await second];
    }

    private Task<IReadOnlyList<Member>> Members(BatchedQuery batch, long[] keys, HashSet<long> touched) => batch.Query($"""
        select bucket.key, bucket.sid, record.source_id, record.body
        from unnest({keys}) as wanted (key)
        cross join lateral (
            select beneath.key, beneath.sid from identity.blocking_key beneath where beneath.key = wanted.key
            order by beneath.sid limit {bucketSize + touched.Count + 1}) bucket
        left join identity.comparable record on record.sid = bucket.sid
        """,
        row => new Member(
            row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3)));

    // Whoever has the key waits for its lock, which this transaction holds; its parts are nobody's yet.
    // Those that are touched lie elsewhere from now on, which is written with what they say.
    private async Task DivideAsync(BucketKey key, HashSet<long> touched, CancellationToken cancellation)
    {
        divided();
        var members = await session.QueryAsync($"""
            select record.source_id, record.sid, record.body from identity.blocking_key beneath
            join identity.comparable record on record.sid = beneath.sid
            where beneath.key = {key.Hash} and record.sid <> all({touched.ToArray()})
            """,
            row => (Id: row.GetString(0), Sid: row.GetInt64(1), Record: Comparable.FromBytes(row.GetFieldValue<byte[]>(2))), cancellation);
        session.Enqueue($"delete from identity.blocking_key where key = {key.Hash}");
        session.Enqueue($"insert into identity.blocking_key (key, sid) values ({key.Hash}, {0L})");
        foreach (var member in members)
        {
            long[] parts = [.. key.Divide(member.Record).Select(part => part.Hash)];
            session.Enqueue($"insert into identity.blocking_key (key, sid) select key, {member.Sid} from unnest({parts}) as key on conflict do nothing");
            // of what stands in the row when its turn comes: another of its keys may be divided at this moment
            session.Enqueue($"""
                update identity.comparable set keys = array(
                    select key from unnest(keys) as key where key <> {key.Hash} union select unnest({parts}) order by 1)
                where source_id = {member.Id}
                """);
        }
        await session.FlushAsync(cancellation);
    }

    /// <summary>Of a bucket; 0 stands in one that was divided.</summary>
    private readonly record struct Member(long Key, long Sid, string? Id, byte[]? Packed);
}
