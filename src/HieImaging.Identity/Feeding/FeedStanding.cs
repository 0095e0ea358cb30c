using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.Identity.Merging;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Feeding;

/// <summary>How numbers stand before something more is said of them: their rows, whether a merge names them, when something was said
/// last.</summary>
internal sealed class FeedStanding
{
    private readonly Dictionary<string, SourceIdentity> _rows;
    private readonly Dictionary<string, (bool Merged, DateTimeOffset? Last)> _said;

    private FeedStanding(IEnumerable<SourceIdentity> rows, IEnumerable<(string Id, bool Merged, DateTimeOffset? Last)> said)
    {
        _rows = rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
        _said = said.ToDictionary(one => one.Id, one => (one.Merged, one.Last), StringComparer.Ordinal);
    }

    /// <summary>Null: it is not known.</summary>
    public SourceIdentity? Of(string source) => _rows.GetValueOrDefault(source);

    public bool IsMerged(string source) => _said[source].Merged;

    public DateTimeOffset? LastOf(string source) => _said[source].Last;

    /// <summary>Locks the numbers and reads, in one round trip.</summary>
    public static async Task<FeedStanding> ReadAsync(DocumentSession session, string[] sources, CancellationToken cancellation)
    {
        var batch = session.CreateBatchQuery();
        batch.Lock(sources.Select(SourceRows.LockOf));
        var rows = batch.Query($"{PersonDocuments.SelectSource} where source.id = any({sources})", PersonDocuments.SourceRow);
        var said = batch.Query($"""
            select source.id, {MergeRows.Names($"source.id")}, said.last
            from unnest({sources}) as source (id)
            cross join lateral (select max(word.said_at) as last from identity.source_word word where word.source_id = source.id) said
            """,
            row => (row.GetString(0), row.GetBoolean(1), row.IsDBNull(2) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(2)));
        await batch.ExecuteAsync(cancellation);
        return new FeedStanding(await rows, await said);
    }
}
