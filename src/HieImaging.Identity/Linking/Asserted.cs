using HieImaging.DocumentStore;
using Npgsql;

namespace HieImaging.Identity.Linking;

/// <summary>What a source (A24, A37) or a steward holds of two source identities, whatever the records say: one person, or never.</summary>
internal sealed record Asserted(string Low, string High, bool Must, DateTimeOffset SaidAt)
{
    /// <summary>The columns that <see cref="Row"/> reads, of those that hold, from alias <c>assertion</c>.</summary>
    public static SqlFragment Select { get; } = SqlFragment.Raw("""
        select assertion.low, assertion.high, assertion.kind = 'must', assertion.said_at from identity.assertion assertion
        where assertion.revoked_at is null and

        """);

    public static Asserted Row(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetFieldValue<DateTimeOffset>(3));

    /// <summary>Of several about the same two the last one said; of one instant the cannot. In the order in which they were said.</summary>
    public static IReadOnlyList<Asserted> Last(IEnumerable<Asserted> all) =>
    [
        .. all.GroupBy(one => (one.Low, one.High))
            .Select(same => same.OrderByDescending(one => one.SaidAt).ThenBy(one => one.Must).First())
            .OrderBy(one => one.SaidAt).ThenBy(one => one.Must).ThenBy(one => one.Low, StringComparer.Ordinal).ThenBy(one => one.High, StringComparer.Ordinal),
    ];
}
