using System.Text.Json;
using HieImaging.DocumentStore;
using HieImaging.Identity.Merging;
using Npgsql;

namespace HieImaging.Identity.Reviewing;

/// <summary>How a row of identity.review_item is read, and its words in the table.</summary>
internal static class ReviewRows
{
    /// <summary>When a source of alias <c>item</c> said something last; of an overlay every word counts, under old forms of its number too, for one that is held
    /// back changes no record.</summary>
    public static SqlFragment Changed { get; } = $"""
        greatest(
            (select max(said.last_updated) from record_locator.source_identity said where said.id in (item.low, item.high)),
            (select max(word.received_at) from identity.source_word word
             where item.kind = 'overlay' and word.kind = 'word' and word.source_id in ({MergeRows.WithOldForms($"array[item.low, item.high]")})))
        """;

    /// <summary>The columns that <see cref="Row"/> reads, from alias <c>item</c>; a claim that has lapsed is none, nor is one of records that
    /// have changed since: whoever holds it has not seen them.</summary>
    public static SqlFragment Select(TimeSpan claimFor) => $"""
        select item.low, item.high, item.kind, item.state, item.reason, item.bits, item.model, item.opened_at, item.decided_at,
               case when item.claimed_by is not null and item.claimed_at > clock_timestamp() - {claimFor}
                         and date_trunc('milliseconds', item.claimed_at) > {Changed}                 -- which is in milliseconds
                    then item.claimed_by end, item.votes::text
        from identity.review_item item

        """;

    /// <summary>By what the queue is ordered before the ids, as its index has it: the surest first, those without bits behind
    /// (<see cref="ReviewPlace.NoBits"/>).</summary>
    public static SqlFragment Place { get; } = SqlFragment.Raw("(-coalesce(item.bits::float8, -1e9::float8))");

    public static ReviewItem Row(NpgsqlDataReader row) => new()
    {
        Low = row.GetString(0),
        High = row.GetString(1),
        Kind = Enum.Parse<ReviewKind>(row.GetString(2), ignoreCase: true),
        State = Enum.Parse<ReviewState>(row.GetString(3), ignoreCase: true),
        Reason = row.GetString(4),
        Bits = row.IsDBNull(5) ? null : Convert.ToDouble(row.GetValue(5), null),
        Model = row.IsDBNull(6) ? null : row.GetString(6),
        OpenedAt = row.GetFieldValue<DateTimeOffset>(7),
        DecidedAt = row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8),
        ClaimedBy = row.IsDBNull(9) ? null : row.GetString(9),
        Votes = row.IsDBNull(10) ? [] : Votes(row.GetString(10)),
    };

    public static string Word(ReviewKind kind) => kind.ToString().ToLowerInvariant();

    public static string Word(ReviewState state) => state.ToString().ToLowerInvariant();

    public static string Votes(IReadOnlyList<ReviewVote> votes) => JsonSerializer.Serialize(votes, JsonSerializerOptions.Web);

    private static ReviewVote[] Votes(string json) => JsonSerializer.Deserialize<ReviewVote[]>(json, JsonSerializerOptions.Web) ?? [];
}
