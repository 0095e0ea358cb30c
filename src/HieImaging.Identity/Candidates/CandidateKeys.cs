using HieImaging.DocumentStore;

namespace HieImaging.Identity.Candidates;

/// <summary>Where records lie from now on, written in the transaction of their sources; the session holds the keys' locks.</summary>
internal static class CandidateKeys
{
    private const int MostRows = 500;

    public static void Store(DocumentSession session, IReadOnlyList<SearchedRecord> records)
    {
        var gone = records.SelectMany(one => one.OldKeys.Except(one.Keys).Select(key => (key, one.Sid))).ToList();
        var come = records.SelectMany(one => one.Keys.Except(one.OldKeys).Select(key => (key, one.Sid))).OrderBy(pair => pair).ToList();
        if (gone.Count > 0)
            session.Enqueue($"""
                delete from identity.blocking_key beneath
                using unnest({gone.Select(pair => pair.key).ToArray()}, {gone.Select(pair => pair.Sid).ToArray()}) as gone (key, sid)
                where beneath.key = gone.key and beneath.sid = gone.sid
                """);
        if (come.Count > 0)
            session.Enqueue($"""
                insert into identity.blocking_key (key, sid)
                select key, sid from unnest({come.Select(pair => pair.key).ToArray()}, {come.Select(pair => pair.Sid).ToArray()}) as come (key, sid)
                on conflict do nothing
                """);
        if (records.Where(one => one.Record is null).Select(one => one.Id).ToArray() is { Length: > 0 } lost)
            session.Enqueue($"delete from identity.comparable where source_id = any({lost})");
        foreach (var kept in records.Where(one => one.Record is not null).Chunk(MostRows))
        {
            var rows = SqlFragment.Join(", ", kept.Select<SearchedRecord, SqlFragment>(
                one => $"({one.Id}, {one.Sid}, {one.Packed}, {one.Keys.ToArray()})"));
            session.Enqueue($"""
                insert into identity.comparable (source_id, sid, body, keys) values {rows}
                on conflict (source_id) do update set body = excluded.body, keys = excluded.keys
                """);
        }
    }
}
