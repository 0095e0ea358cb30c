using HieImaging.DocumentStore;
using Npgsql;

namespace HieImaging.Identity.Linking;

/// <summary>An item of the review queue, as far as linking opens and supersedes it; claims and votes are Reviewing's.</summary>
internal sealed record StoredReview(string Low, string High, DoubtKind Kind, string Reason, float? Bits, string? Model, string State)
{
    /// <summary>The columns that <see cref="Row"/> reads, of the kinds that linking opens, from alias <c>item</c>.</summary>
    public static SqlFragment Select { get; } = SqlFragment.Raw("""
        select item.low, item.high, item.kind, item.reason, item.bits, item.model, item.state from identity.review_item item
        where item.kind in ('pair', 'contradiction') and

        """);

    public (string Low, string High, DoubtKind Kind) Key => (Low, High, Kind);

    public bool IsOpen => State == "open";

    public static StoredReview Row(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2) == "pair" ? DoubtKind.Pair : DoubtKind.Contradiction, row.GetString(3),
        row.IsDBNull(4) ? null : row.GetFloat(4), row.IsDBNull(5) ? null : row.GetString(5), row.GetString(6));

    public static string WordOf(DoubtKind kind) => kind == DoubtKind.Pair ? "pair" : "contradiction";
}
