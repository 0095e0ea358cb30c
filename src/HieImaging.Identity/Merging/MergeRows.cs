using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HieImaging.DocumentStore;

namespace HieImaging.Identity.Merging;

/// <summary>A merge as it is kept, and what became of it.</summary>
/// <param name="Event">For the ledger.</param>
/// <param name="Number">The survivor's number.</param>
/// <param name="Verdict">As it stood last.</param>
internal sealed record MergeRow(MergeEvent.Merged Event, string Number, MergeVerdict Verdict);

/// <summary>Merges and renumberings in the store: kept for good, their state as the ledger says it.</summary>
internal static class MergeRows
{
    /// <summary>Whether a merge names a number.</summary>
    /// <param name="id">Of its source identity, in SQL.</param>
    public static SqlFragment Names(SqlFragment id) => $"exists (select from identity.merge where subsumed = {id} or survivor = {id})";

    /// <summary>Ids of these, and of the numbers that were their old forms (A47), in SQL.</summary>
    /// <param name="sources">An array of ids, in SQL.</param>
    public static SqlFragment WithOldForms(SqlFragment sources) => $"""
        with recursive form (id) as (
            select unnest({sources})
            union
            select merge.subsumed from form
            join identity.merge on merge.survivor = form.id and merge.kind = 'renumbered' and merge.state = 'applied')
        select id from form
        """;

    /// <summary>All merges that name one of these, of those that they name, onward.</summary>
    public static async Task<IReadOnlyList<MergeRow>> OfComponentAsync(
        DocumentSession session, IReadOnlyCollection<string> sources, CancellationToken cancellation) =>
        await session.QueryAsync($"""
            with recursive component (id) as (
                select unnest({sources})
                union
                select case when merge.subsumed = component.id then merge.survivor else merge.subsumed end
                from component join identity.merge on merge.subsumed = component.id or merge.survivor = component.id)
            select merge.id, merge.subsumed, merge.survivor, merge.kind = 'renumbered', merge.said_at, merge.number, merge.state, merge.reason
            from identity.merge where merge.subsumed in (select id from component)
            """,
            row => new MergeRow(
                new MergeEvent.Merged(
                    row.GetInt64(0).ToString(CultureInfo.InvariantCulture), row.GetFieldValue<DateTimeOffset>(4),
                    DigestOf(row.GetBoolean(3), row.GetString(1), row.GetString(2)), row.GetString(1), row.GetString(2))
                {
                    Renumbered = row.GetBoolean(3),
                },
                row.GetString(5),
                new MergeVerdict(Enum.Parse<MergeState>(row.GetString(6), ignoreCase: true), row.IsDBNull(7) ? null : row.GetString(7))),
            cancellation);

    /// <summary>Keeps a merge as pending, now and in this transaction; the same said twice is one. Its id.</summary>
    public static async Task<string> KeepAsync(
        DocumentSession session, MergeWord word, string subsumed, string survivor, DateTimeOffset saidAt, CancellationToken cancellation)
    {
        var kind = word.Renumbered ? "renumbered" : "merged";
        var id = await session.FirstOrDefaultAsync($"""
            with known as (
                select id from identity.merge
                where subsumed = {subsumed} and survivor = {survivor} and kind = {kind} and said_at = {saidAt} limit 1),
            kept as (
                insert into identity.merge (subsumed, survivor, number, kind, feeder, said_at, received_at, cause, state, reason)
                select {subsumed}, {survivor}, {word.Survivor.Value}, {kind}, {word.Feeder}, {saidAt}, {session.Now}, {word.Cause},
                    'pending', {MergeReason.Unknown}
                where not exists (select from known) returning id)
            select id from known union all select id from kept
            """, row => row.GetInt64(0), cancellation);
        return id.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Notes what became of it.</summary>
    public static void Note(DocumentSession session, string id, MergeVerdict verdict) => session.Enqueue($"""
        update identity.merge set state = {verdict.State.ToString().ToLowerInvariant()}, reason = {verdict.Reason}
        where id = {long.Parse(id, CultureInfo.InvariantCulture)}
        """);

    private static string DigestOf(bool renumbered, string subsumed, string survivor) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{renumbered} {subsumed} {survivor}")));
}
